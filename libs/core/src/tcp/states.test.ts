import { describe, expect, it } from "vitest";
import { TCP_STATE_BY_CODE, TCP_STATE_CODE, TCP_STATES, tcpStateOfCode, zeroStateCounts } from "./states.js";

describe("TCP states", () => {
  it("are the eleven of the kernel, each once", () => {
    expect(new Set(TCP_STATES)).toEqual(new Set(Object.values(TCP_STATE_BY_CODE)));
    expect(TCP_STATES).toHaveLength(11);
  });

  it("have the number they are listed under", () => {
    for (const state of TCP_STATES) expect(tcpStateOfCode(TCP_STATE_CODE[state])).toBe(state);
  });

  it("read a request socket as SYN_RECV and a bound one as CLOSE", () => {
    expect(tcpStateOfCode(12)).toBe("SYN_RECV");
    expect(tcpStateOfCode(13)).toBe("CLOSE");
  });

  it.each([0, 14, -1, 255, 1.5, Number.NaN])("know no state %d", (code) => {
    expect(tcpStateOfCode(code)).toBeNull();
  });

  it("start counting at zero for every state", () => {
    expect(Object.keys(zeroStateCounts())).toEqual([...TCP_STATES]);
    expect(new Set(Object.values(zeroStateCounts()))).toEqual(new Set([0]));
  });
});
