import { TCP_STATES, zeroStateCounts } from "@fourtuple/core/tcp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ageMs,
  composeStates,
  isPartial,
  type KnownStates,
  NOTHING_SEEN,
  noteSeen,
  type Seen,
} from "./known-states.js";

function seenAt(readMs: number, changes: Partial<Seen> = {}): Seen {
  const counts = {
    ...zeroStateCounts(),
    ESTABLISHED: 100,
    TIME_WAIT: 50,
    FIN_WAIT2: 9,
    CLOSE_WAIT: 7,
    CLOSE: 2,
  };
  return { counts, finWait2InTimeWait: 4, partial: false, readMs, ...changes };
}

function knownOf(tiers: readonly (readonly ["full" | "troubled" | "timeWait", Seen])[]): KnownStates {
  return tiers.reduce((known, [tier, seen]) => noteSeen(known, tier, "sock_diag", seen), NOTHING_SEEN);
}

const pulse = { currEstab: 120, timeWait: 80, listening: 3 };

describe("the states of a sample", () => {
  it("are those of the full census that was read for it", () => {
    expect(composeStates(knownOf([["full", seenAt(5_000)]]), pulse, 5_000)).toEqual({
      ...seenAt(0).counts,
      LISTEN: 3,
    });
  });

  it("are composed between full censuses", () => {
    const troubled = seenAt(9_000, {
      counts: { ...zeroStateCounts(), SYN_SENT: 1, FIN_WAIT2: 12, CLOSE_WAIT: 20 },
      finWait2InTimeWait: 10,
    });
    const states = composeStates(
      knownOf([
        ["full", seenAt(5_000)],
        ["troubled", troubled],
      ]),
      pulse,
      10_000,
    );
    expect(states).toEqual({
      ...zeroStateCounts(),
      LISTEN: 3,
      SYN_SENT: 1,
      FIN_WAIT2: 12,
      CLOSE_WAIT: 20,
      ESTABLISHED: 100,
      TIME_WAIT: 70,
      CLOSE: 2,
    });
  });

  it("take TIME_WAIT as it was counted when it was counted for this sample", () => {
    const counted = seenAt(10_001, {
      counts: { ...zeroStateCounts(), TIME_WAIT: 66 },
      finWait2InTimeWait: null,
    });
    const known = knownOf([
      ["full", seenAt(5_000)],
      ["timeWait", counted],
    ]);
    expect(composeStates(known, pulse, 10_000).TIME_WAIT).toBe(66);
    expect(composeStates(known, pulse, 11_000).TIME_WAIT).toBe(76);
  });

  it("are never below nothing, as the sources are not read at one instant", () => {
    const states = composeStates(
      knownOf([["full", seenAt(1)]]),
      { currEstab: 3, timeWait: 0, listening: 0 },
      2,
    );
    expect(states).toMatchObject({ ESTABLISHED: 0, TIME_WAIT: 0, LISTEN: 0 });
  });

  it("are null where something they follow from is", () => {
    const known = knownOf([["full", seenAt(1, { finWait2InTimeWait: null })]]);
    const states = composeStates(known, { currEstab: null, timeWait: 80, listening: null }, 2);
    expect(states).toMatchObject({ ESTABLISHED: null, TIME_WAIT: null, LISTEN: null, CLOSE_WAIT: 7 });
  });

  it("are not known before the first census, but for LISTEN, nor after no source worked", () => {
    const failed = noteSeen(knownOf([["full", seenAt(1)]]), "troubled", "none", null);
    for (const known of [NOTHING_SEEN, failed]) {
      const states = composeStates(known, pulse, 2);
      expect(states.LISTEN).toBe(3);
      expect(TCP_STATES.filter((state) => states[state] !== null)).toEqual(["LISTEN"]);
    }
  });

  it("of procfs stay as they were read, not mixed with the pulse", () => {
    const known = noteSeen(NOTHING_SEEN, "full", "procfs", seenAt(1_000, { finWait2InTimeWait: null }));
    expect(composeStates(known, pulse, 9_000)).toEqual({ ...seenAt(0).counts, LISTEN: 3 });
  });

  it("are whole numbers from 0, or null, whatever was read", () => {
    const figure = fc.option(fc.nat(2_000_000), { nil: null });
    const counts = fc.record(Object.fromEntries(TCP_STATES.map((state) => [state, fc.nat(1_000_000)])));
    const seen = fc.record({
      counts,
      finWait2InTimeWait: figure,
      partial: fc.boolean(),
      readMs: fc.nat(10_000),
    });
    const readings = fc.array(
      fc.tuple(fc.constantFrom("full", "troubled", "timeWait"), fc.constantFrom("sock_diag", "procfs"), seen),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        readings,
        fc.record({ currEstab: figure, timeWait: figure, listening: figure }),
        fc.nat(10_000),
        (list, figures, sinceMs) => {
          const known = list.reduce(
            (before, [tier, source, each]) => noteSeen(before, tier, source, each as unknown as Seen),
            NOTHING_SEEN,
          );
          const states = composeStates(known, figures, sinceMs);
          for (const state of TCP_STATES) {
            expect(
              states[state] === null || (Number.isInteger(states[state]) && (states[state] ?? -1) >= 0),
            ).toBe(true);
          }
        },
      ),
    );
  });
});

describe("what is known", () => {
  it("tells the age of each tier; a full census is the newest of all", () => {
    const known = knownOf([
      ["troubled", seenAt(500)],
      ["full", seenAt(1_000)],
      ["troubled", seenAt(4_000)],
    ]);
    expect([
      ageMs(known, "full", 5_000),
      ageMs(known, "troubled", 5_000),
      ageMs(known, "timeWait", 5_000),
    ]).toEqual([4_000, 1_000, 4_000]);
    expect(ageMs(known, "troubled", 3_999.6)).toBe(0);
    expect(ageMs(NOTHING_SEEN, "full", 1)).toBeNull();
  });

  it("is partial while anything in it is", () => {
    expect(
      isPartial(
        knownOf([
          ["full", seenAt(1, { partial: true })],
          ["troubled", seenAt(2)],
        ]),
      ),
    ).toBe(true);
    expect(
      isPartial(
        knownOf([
          ["full", seenAt(1, { partial: true })],
          ["full", seenAt(2)],
        ]),
      ),
    ).toBe(false);
  });
});
