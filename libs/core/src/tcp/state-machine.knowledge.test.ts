import { describe, expect, it } from "vitest";
import { METRICS } from "../samples/metrics.js";
import { STATE_MACHINE } from "./state-machine.js";
import { TCP_STATES, type TcpState } from "./states.js";

const { states, transitions } = STATE_MACHINE;

function successorsOf(state: TcpState): TcpState[] {
  const next = new Set(
    transitions.filter(({ from, to }) => from === state && to !== state).map(({ to }) => to),
  );
  return TCP_STATES.filter((other) => next.has(other));
}

function witnessedBy(counter: string): string[] {
  return transitions.filter(({ counters }) => counters.includes(counter)).map(({ id }) => id);
}

describe("where a connection can go", () => {
  it.each<[TcpState, TcpState[]]>([
    ["LISTEN", ["SYN_RECV", "ESTABLISHED", "CLOSE"]],
    ["SYN_SENT", ["SYN_RECV", "ESTABLISHED", "CLOSE"]],
    ["SYN_RECV", ["ESTABLISHED", "CLOSE"]],
    ["ESTABLISHED", ["FIN_WAIT1", "CLOSE_WAIT", "CLOSE"]],
    ["FIN_WAIT1", ["FIN_WAIT2", "CLOSING", "TIME_WAIT", "CLOSE"]],
    ["FIN_WAIT2", ["TIME_WAIT", "CLOSE"]],
    ["CLOSING", ["TIME_WAIT", "CLOSE"]],
    ["TIME_WAIT", ["SYN_SENT", "SYN_RECV", "CLOSE"]],
    ["CLOSE_WAIT", ["LAST_ACK", "CLOSE"]],
    ["LAST_ACK", ["CLOSE"]],
    ["CLOSE", ["LISTEN", "SYN_SENT"]],
  ])("from %s: %j", (state, successors) => {
    expect(successorsOf(state)).toEqual(successors);
  });

  it("passes through the same states as RFC 9293, apart from what Linux adds", () => {
    const added = ["CLOSE_WAIT>CLOSE", "LISTEN>ESTABLISHED", "TIME_WAIT>SYN_SENT", "TIME_WAIT>SYN_RECV"];
    const steps = new Set(transitions.map(({ from, to }) => `${from}>${to}`));
    for (const step of added) expect(steps).toContain(step);
    expect(steps).not.toContain("CLOSE_WAIT>TIME_WAIT");
    expect(steps).not.toContain("LAST_ACK>TIME_WAIT");
  });
});

describe("what a counter proves", () => {
  it.each<[string, string[]]>([
    ["Tcp.ActiveOpens", ["connect", "time-wait-reused"]],
    ["Tcp.PassiveOpens", ["handshake-done", "cookie-accepted"]],
    ["Tcp.AttemptFails", ["connect-refused", "connect-timed-out", "handshake-reset"]],
    ["TcpExt.TCPReqQFullDrop", ["syn-dropped-syn-queue-full"]],
    ["TcpExt.TCPReqQFullDoCookies", ["syn-cookie-sent"]],
    ["TcpExt.SyncookiesRecv", ["cookie-accepted"]],
    ["TcpExt.SyncookiesFailed", ["cookie-refused"]],
    ["TcpExt.TCPAbortOnData", ["linger-zero"]],
    ["TcpExt.TCPAbortOnClose", ["close-with-unread-data"]],
    ["TcpExt.TCPAbortOnLinger", ["linger2-negative"]],
    ["TcpExt.TWRecycled", ["time-wait-reused"]],
    ["TcpExt.TCPTimeWaitOverflow", ["fin-wait1-tw-overflow", "fin-wait2-tw-overflow", "closing-tw-overflow"]],
  ])("%s: %j", (counter, ids) => {
    expect(witnessedBy(counter)).toEqual(ids);
  });

  it("every drop that overflows the accept queue is also a ListenDrop", () => {
    for (const id of witnessedBy("TcpExt.ListenOverflows"))
      expect(witnessedBy("TcpExt.ListenDrops")).toContain(id);
  });

  it("a SYN dropped while cookies are off and the queue is not full shows in ListenDrops alone", () => {
    expect(transitions.find(({ id }) => id === "syn-dropped-unproven")?.counters).toEqual([
      "TcpExt.ListenDrops",
    ]);
  });

  it("TW counts entries into TIME_WAIT and orphans that enter FIN_WAIT2, and nothing else", () => {
    for (const { id, to, counters } of transitions) {
      if (counters.includes("TcpExt.TW")) expect(["TIME_WAIT", "FIN_WAIT2"], id).toContain(to);
    }
  });

  it("is a counter or the gauge CurrEstab, never a count of states", () => {
    const kinds = new Map(METRICS.map(({ name, kind }) => [name, kind]));
    for (const name of transitions.flatMap(({ counters }) => counters)) {
      if (name !== "Tcp.CurrEstab") expect(kinds.get(name) ?? "counter", name).toBe("counter");
    }
  });
});

describe("who ends a state", () => {
  it("only the application ends CLOSE_WAIT and LISTEN: they never end by themselves", () => {
    const forever = states.filter(({ owner, endedBy }) => owner === "process" && endedBy === null);
    expect(forever.map(({ state }) => state)).toEqual(["LISTEN", "CLOSE_WAIT", "CLOSE"]);
  });

  it("TIME_WAIT lasts 60 s by a constant, which no setting changes", () => {
    const timeWait = states.find(({ state }) => state === "TIME_WAIT");
    expect(timeWait).toMatchObject({ usualLifetimeMs: 60_000, endedBy: "TCP_TIMEWAIT_LEN", inUse: false });
  });

  it("an orphan in FIN_WAIT1, CLOSING or LAST_ACK lives about 106 s with a dead peer", () => {
    for (const { state, usualLifetimeMs, endedBy } of states) {
      if (endedBy !== "tcp_orphan_retries") continue;
      expect(["FIN_WAIT1", "CLOSING", "LAST_ACK"]).toContain(state);
      expect(usualLifetimeMs).toBeGreaterThan(106_000);
      expect(usualLifetimeMs).toBeLessThan(107_000);
    }
  });
});
