import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPulse, type Pulse } from "./open-pulse.js";

let root: string;
let pulse: Pulse;

function put(file: string, text: string): void {
  writeFileSync(join(root, "net", file), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "fourtuple-pulse-"));
  mkdirSync(join(root, "net"));
  put("sockstat", "TCP: inuse 1\n");
  put("snmp", "Tcp: CurrEstab\nTcp: 5\n");
  put("netstat", "TcpExt: ListenDrops\nTcpExt: 0\n");
  pulse = openPulse(root);
});

afterEach(() => {
  pulse.close();
  rmSync(root, { recursive: true });
});

function fieldOf(reading: ReturnType<Pulse["read"]>["snmp"], name: string): number | undefined {
  return reading.status === "ok" ? reading.fields.get(name) : undefined;
}

describe("openPulse", () => {
  it("reads all four files from their start each time", () => {
    expect(fieldOf(pulse.read().snmp, "Tcp.CurrEstab")).toBe(5);
    put("snmp", "Tcp: CurrEstab\nTcp: 61\n");
    const reading = pulse.read();
    expect(fieldOf(reading.snmp, "Tcp.CurrEstab")).toBe(61);
    expect(fieldOf(reading.sockstat, "TCP.inuse")).toBe(1);
    expect(fieldOf(reading.netstat, "TcpExt.ListenDrops")).toBe(0);
  });

  it("says what is absent and finds it once it is there", () => {
    expect(pulse.read().sockstat6).toEqual({ status: "absent" });
    put("sockstat6", "TCP6: inuse 3\n");
    expect(fieldOf(pulse.read().sockstat6, "TCP6.inuse")).toBe(3);
  });

  it("goes on with the others when one cannot be read", () => {
    mkdirSync(join(root, "net/sockstat6"));
    const reading = pulse.read();
    expect(reading.sockstat6).toEqual({ status: "unreadable", reason: "EISDIR" });
    expect(fieldOf(reading.snmp, "Tcp.CurrEstab")).toBe(5);
  });

  it("says when a file is past the cap", () => {
    put("netstat", `TcpExt: ListenDrops\nTcpExt: 7\n${"x\n".repeat(200_000)}`);
    const { netstat } = pulse.read();
    expect(fieldOf(netstat, "TcpExt.ListenDrops")).toBe(7);
    expect(netstat).toMatchObject({
      skipped: expect.arrayContaining([expect.stringContaining("larger than")]),
    });
  });

  it.skipIf(process.platform !== "linux")("reads the live kernel", () => {
    const live = openPulse("/proc");
    live.read();
    const { sockstat, snmp, netstat } = live.read();
    live.close();
    expect(fieldOf(sockstat, "TCP.inuse")).toBeGreaterThanOrEqual(0);
    expect(fieldOf(snmp, "Tcp.ActiveOpens")).toBeGreaterThanOrEqual(0);
    expect(fieldOf(netstat, "TcpExt.ListenDrops")).toBeGreaterThanOrEqual(0);
  });
});
