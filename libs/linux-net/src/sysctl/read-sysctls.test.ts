import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SYSCTLS } from "@fourtuple/core/tcp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSysctls } from "./read-sysctls.js";

const root = mkdtempSync(join(tmpdir(), "fourtuple-sysctl-"));
const folder = join(root, "sys/net/ipv4");

beforeAll(() => {
  mkdirSync(join(folder, "tcp_directory"), { recursive: true });
  writeFileSync(join(folder, "tcp_tw_reuse"), "2\n");
  writeFileSync(join(folder, "ip_local_port_range"), "32768\t60999\n");
  writeFileSync(join(folder, "ip_local_reserved_ports"), "\n");
  writeFileSync(join(folder, "tcp_long"), "9".repeat(4097));
});
afterAll(() => rmSync(root, { recursive: true }));

async function readOne(name: string) {
  const [reading] = await readSysctls(root, [{ name }]);
  return reading;
}

describe("readSysctls", () => {
  it("trims values and writes tabs as one space", async () => {
    expect(await readOne("net.ipv4.ip_local_port_range")).toEqual({
      name: "net.ipv4.ip_local_port_range",
      status: "present",
      value: "32768 60999",
    });
  });

  it("has an empty value where the kernel has one", async () => {
    expect(await readOne("net.ipv4.ip_local_reserved_ports")).toMatchObject({ status: "present", value: "" });
  });

  it("tells a setting this kernel does not have", async () => {
    expect(await readOne("net.ipv4.tcp_tw_recycle")).toEqual({
      name: "net.ipv4.tcp_tw_recycle",
      status: "absent",
    });
  });

  it("gives the reason of one that cannot be read", async () => {
    expect(await readOne("net.ipv4.tcp_directory")).toMatchObject({ status: "unreadable", reason: "EISDIR" });
  });

  it.skipIf(process.platform !== "linux")("gives the reason of one that may only be written", async () => {
    expect(await readSysctls("/proc", [{ name: "net.ipv4.route.flush" }])).toEqual([
      { name: "net.ipv4.route.flush", status: "unreadable", reason: "permission denied (EACCES)" },
    ]);
  });

  it("does not show half of a value that is too long", async () => {
    expect(await readOne("net.ipv4.tcp_long")).toMatchObject({
      status: "unreadable",
      reason: "the value is longer than 4096 bytes",
    });
  });

  it.each(["", "net", "net/../../etc.passwd", "net..ipv4", "net.ipv4.\0"])(
    "refuses %j as a name",
    async (name) => {
      expect(await readOne(name)).toMatchObject({ status: "unreadable", reason: "not the name of a sysctl" });
    },
  );

  it("answers for every setting of the table, in its order", async () => {
    const readings = await readSysctls("/proc", SYSCTLS);
    expect(readings.map(({ name }) => name)).toEqual(SYSCTLS.map(({ name }) => name));
  });
});
