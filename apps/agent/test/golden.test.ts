import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { TCP_STATES } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { takeSnapshot } from "../src/index.js";

const FIXTURES = join(import.meta.dirname, "fixtures");
const wallMs = () => Date.UTC(2026, 10, 20, 12);

const scenarios = (await readdir(FIXTURES, { withFileTypes: true })).filter((entry) => entry.isDirectory());

function snapshotOf(scenario: string) {
  return takeSnapshot({ procRoot: join(FIXTURES, scenario, "proc"), wallMs });
}

/** Lists of numbers on one line each, as the formatter of the repository has them. */
function inlineNumbers(json: string): string {
  return json.replace(/\[\s+(\d+(?:,\s+\d+)*)\s+\]/g, (_, numbers) => `[${numbers.replace(/\s+/g, " ")}]`);
}

describe("a snapshot of a fixture", () => {
  it.each(scenarios.map(({ name }) => name))("of %s is the golden one", async (scenario) => {
    const text = JSON.stringify(await snapshotOf(scenario), null, 2).replaceAll(FIXTURES, "fixtures");
    await expect(`${inlineNumbers(text)}\n`).toMatchFileSnapshot(`golden/${scenario}.json`);
  });

  it("agrees with what the recorder saw through ss and with the kernel's own figures", async () => {
    const { states, counters, sockstat, source, listeners } = await snapshotOf("6.18-close-wait-leak");
    expect(source).toBe("procfs");
    expect(states).toMatchObject({ LISTEN: 2, ESTABLISHED: 50, FIN_WAIT2: 30, CLOSE_WAIT: 30, TIME_WAIT: 0 });
    expect(counters["Tcp.CurrEstab"]).toBe(80);
    expect(sockstat["TCP.tw"]).toBe(0);
    expect(listeners?.map(({ address, port }) => `${address} ${port}`)).toEqual([
      "127.0.0.1 9000",
      "::1 9001",
    ]);
  });

  it("says who holds the sockets, and that the kernel counts as many", async () => {
    const { topLists, reconciliation, limitations } = await snapshotOf("6.18-close-wait-leak");
    expect(reconciliation.established).toMatchObject({ counted: 80, kernel: 80, because: "equal" });
    expect(topLists?.portRange).toEqual([32_768, 60_999]);
    const inbound = topLists?.localPorts.entries.map(({ port, sockets }) => [port, sockets]);
    expect(inbound).toEqual([
      [9001, 30],
      [9000, 25],
    ]);
    expect(limitations.map(({ code }) => code)).toContain("no-sock-diag");
  });

  it("of a garbled root says what is missing and makes up nothing", async () => {
    const { states, partial, counters, sockstat, sysctls, problems } = await snapshotOf("synthetic-garbled");
    expect(partial).toBe(true);
    expect(states.LISTEN).toBe(1);
    expect(sockstat).toMatchObject({ "TCP.inuse": null, "TCP.tw": 7, "TCP.alloc": null, "TCP6.inuse": null });
    expect(counters).toMatchObject({
      "TcpExt.ListenOverflows": 4,
      "TcpExt.ListenDrops": null,
      "TcpExt.TW": null,
    });
    expect(sysctls["net.ipv4.tcp_tw_reuse"]).toEqual({ status: "present", value: "1" });
    expect(sysctls["net.core.somaxconn"]).toEqual({ status: "absent" });
    expect(sysctls["net.ipv4.tcp_fin_timeout"]?.status).toBe("unreadable");
    expect(problems.length).toBeGreaterThan(3);
  });

  it("of an empty root holds every figure as null and every setting as absent", async () => {
    const { source, states, listeners, topLists, reconciliation, counters, sysctls, limitations } =
      await takeSnapshot({ procRoot: join(FIXTURES, "no-such-root") });
    expect(topLists).toBeNull();
    expect(reconciliation).toEqual({ established: null, timeWait: null, inuse: null });
    expect(limitations.map(({ code }) => code)).toEqual(["no-sock-diag", "no-procfs", "sysctls-missing"]);
    expect(source).toBe("none");
    expect(states).toEqual(Object.fromEntries(TCP_STATES.map((state) => [state, null])));
    expect(listeners).toBeNull();
    expect(new Set(Object.values(counters))).toEqual(new Set([null]));
    expect(new Set(Object.values(sysctls).map(({ status }) => status))).toEqual(new Set(["absent"]));
  });
});

describe("a snapshot of this kernel", () => {
  it("has every state, and the fields in the order that is documented", async () => {
    const snapshot = await takeSnapshot({ procRoot: "/proc" });
    expect(Object.keys(snapshot)).toEqual([
      "host",
      "kernel",
      "at",
      "source",
      "tier",
      "partial",
      "states",
      "finWait2InTimeWait",
      "reconciliation",
      "listeners",
      "topLists",
      "counters",
      "sockstat",
      "system",
      "sysctls",
      "limitations",
      "problems",
    ]);
    expect(["sock_diag", "procfs"]).toContain(snapshot.source);
    for (const state of TCP_STATES) expect(snapshot.states[state]).toBeTypeOf("number");
    expect(Object.keys(snapshot.sysctls)).toHaveLength(100);
  });
});
