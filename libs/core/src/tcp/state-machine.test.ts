import { describe, expect, it } from "vitest";
import { metricByName } from "../samples/metrics.js";
import { STATE_MACHINE } from "./state-machine.js";
import { TCP_STATE_CODE, TCP_STATES, type TcpState } from "./states.js";

const { states, transitions } = STATE_MACHINE;

/** Counters that witness a transition but are not sampled. */
const NOT_SAMPLED = ["TcpExt.TCPACKSkippedTimeWait"];

function reachableFrom(start: TcpState): Set<TcpState> {
  const seen = new Set<TcpState>([start]);
  // A Set's iterator also visits what is added while it runs.
  for (const state of seen) {
    for (const { from, to } of transitions) if (from === state) seen.add(to);
  }
  return seen;
}

describe("STATE_MACHINE", () => {
  it("describes each of the eleven states once, in the common order and under the kernel's number", () => {
    expect(states.map((facts) => facts.state)).toEqual(TCP_STATES);
    for (const { state, code } of states) expect(code).toBe(TCP_STATE_CODE[state]);
  });

  it("names only known states in transitions", () => {
    for (const { from, to } of transitions) {
      expect(TCP_STATES).toContain(from);
      expect(TCP_STATES).toContain(to);
    }
  });

  it("gives each transition an id of its own and a trigger", () => {
    expect(new Set(transitions.map(({ id }) => id)).size).toBe(transitions.length);
    for (const { id, trigger } of transitions) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(trigger).not.toBe("");
    }
  });

  it("names only counters of the registry, or such as are known not to be sampled", () => {
    for (const { id, counters } of transitions) {
      expect(new Set(counters).size, id).toBe(counters.length);
      for (const name of counters) {
        if (NOT_SAMPLED.includes(name)) expect(metricByName(name), name).toBeUndefined();
        else expect(metricByName(name), `${id}: ${name}`).toBeDefined();
      }
    }
  });

  it("reaches every state from CLOSE, and CLOSE from every state", () => {
    expect(reachableFrom("CLOSE")).toEqual(new Set(TCP_STATES));
    for (const state of TCP_STATES) expect(reachableFrom(state)).toContain("CLOSE");
  });

  it.each([
    [
      "a client that closes first",
      ["CLOSE", "SYN_SENT", "ESTABLISHED", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE"],
    ],
    [
      "a server whose client closes first",
      ["LISTEN", "SYN_RECV", "ESTABLISHED", "CLOSE_WAIT", "LAST_ACK", "CLOSE"],
    ],
    ["both closing at once", ["ESTABLISHED", "FIN_WAIT1", "CLOSING", "TIME_WAIT", "CLOSE"]],
  ] as const)("knows the life of %s", (_name, path) => {
    for (const [i, to] of path.entries()) {
      const from = path[i - 1];
      if (from === undefined) continue;
      expect(
        transitions.some((step) => step.from === from && step.to === to),
        `${from} to ${to}`,
      ).toBe(true);
    }
  });

  it("moves Tcp.CurrEstab exactly where the connection enters or leaves ESTABLISHED and CLOSE_WAIT", () => {
    const counted = (state: TcpState) => state === "ESTABLISHED" || state === "CLOSE_WAIT";
    for (const { id, from, to, counters } of transitions) {
      expect(counters.includes("Tcp.CurrEstab"), id).toBe(counted(from) !== counted(to));
    }
  });

  it("leaves no trace in any counter when the ports run out", () => {
    expect(transitions.find(({ id }) => id === "connect-no-port")?.counters).toEqual([]);
  });

  it("tells a lifetime only where something ends the state by itself", () => {
    for (const { state, usualLifetimeMs, endedBy } of states) {
      if (usualLifetimeMs !== null) expect(endedBy, state).not.toBeNull();
    }
  });
});
