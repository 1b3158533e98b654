import { TCP_STATE_CODE, TCP_STATES } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { StateTally } from "./state-tally.js";

describe("StateTally", () => {
  it("gives every state its own count", () => {
    const tally = new StateTally();
    for (const [index, state] of TCP_STATES.entries()) tally.byCode[TCP_STATE_CODE[state]] = index + 1;
    const { counts, sockets, unknown } = tally.totals();
    expect(TCP_STATES.map((state) => counts[state])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(sockets).toBe(66);
    expect(unknown).toBe(0);
  });

  it("adds request sockets to SYN_RECV and bound ones to CLOSE", () => {
    const tally = new StateTally();
    tally.byCode.set([2, 0, 0, 0, 5, 0, 0, 0, 0, 7, 11], 3);
    expect(tally.totals().counts).toMatchObject({ SYN_RECV: 9, CLOSE: 16 });
  });

  it("keeps sockets of an unknown state out of every count, and says how many", () => {
    const tally = new StateTally();
    tally.byCode[0] = 1;
    tally.byCode[200] = 4;
    const { counts, sockets, unknown } = tally.totals();
    expect(Object.values(counts).every((count) => count === 0)).toBe(true);
    expect({ sockets, unknown }).toEqual({ sockets: 5, unknown: 5 });
  });

  it("starts again at zero after clear", () => {
    const tally = new StateTally();
    tally.byCode[1] = 9;
    tally.clear();
    expect(tally.totals().sockets).toBe(0);
  });
});
