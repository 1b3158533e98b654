import { METRICS, metricByName } from "@fourtuple/core/samples";
import { describe, expect, it } from "vitest";
import { detectJump, type JumpState, rebase } from "./jumps.js";

function valuesOf(figures: Readonly<Record<string, number | null>>): (number | null)[] {
  const values: (number | null)[] = METRICS.map(() => 0);
  for (const [name, value] of Object.entries(figures)) values[metricByName(name)?.id ?? -1] = value;
  return values;
}

/** Which of the readings, one a second, are jumps. */
function jumpsOf(name: string, series: readonly (number | null)[]): boolean[] {
  let state: JumpState | null = null;
  return series.map((value, second) => {
    const reading = detectJump(state, valuesOf({ [name]: value }), second * 1000);
    state = reading.state;
    return reading.jumped;
  });
}

describe("a jump", () => {
  it("is the first rise of a counter that stood still", () => {
    expect(jumpsOf("TcpExt.ListenOverflows", [7, 7, 9, 12, 12])).toEqual([false, false, true, false, false]);
  });

  it("comes again after a minute of quiet", () => {
    const series = [0, 1, ...Array.from({ length: 70 }, () => 1), 2];
    expect(
      jumpsOf("TcpExt.ListenDrops", series).flatMap((jumped, second) => (jumped ? [second] : [])),
    ).toEqual([1, 72]);
  });

  it("is no counter that began anew or was not there", () => {
    expect(jumpsOf("TcpExt.TCPTimeWaitOverflow", [9, 0, null, 3])).toEqual([false, false, false, false]);
  });

  it("is a gauge that left what it was by a quarter and a thousand", () => {
    expect(jumpsOf("sockstat.TCP.tw", [8_000, 9_900, 10_100])).toEqual([false, false, true]);
    expect(jumpsOf("Tcp.CurrEstab", [8_000, 6_100, 5_900])).toEqual([false, false, true]);
    expect(jumpsOf("Tcp.CurrEstab", [10, 900, 1_000])).toEqual([false, false, false]);
  });

  it("is measured from the last full census", () => {
    const first = detectJump(null, valuesOf({ "sockstat.TCP.tw": 8_000 }), 0).state;
    const moved = detectJump(first, valuesOf({ "sockstat.TCP.tw": 20_000 }), 1_000);
    expect(moved.jumped).toBe(true);
    const again = detectJump(rebase(moved.state), valuesOf({ "sockstat.TCP.tw": 20_500 }), 2_000);
    expect(again.jumped).toBe(false);
    expect(rebase(null)).toBeNull();
  });
});
