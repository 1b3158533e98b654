import { describe, expect, it } from "vitest";
import { type ReconciliationInput, reconcileStates } from "./reconciliation.js";
import { zeroStateCounts } from "./states.js";

const input: ReconciliationInput = {
  states: {
    ...zeroStateCounts(),
    LISTEN: 4,
    SYN_RECV: 9,
    ESTABLISHED: 50,
    CLOSE_WAIT: 5,
    FIN_WAIT2: 20,
    TIME_WAIT: 100,
    CLOSE: 2,
  },
  finWait2InTimeWait: 15,
  currEstab: 55,
  timeWait: 115,
  inuse: 64,
};

describe("reconcileStates", () => {
  it("finds equal what the kernel counts in three ways", () => {
    expect(reconcileStates(input)).toEqual({
      established: { counted: 55, kernel: 55, difference: 0, because: "equal" },
      timeWait: { counted: 115, kernel: 115, difference: 0, because: "equal" },
      inuse: { counted: 64, kernel: 64, difference: 0, because: "equal" },
    });
  });

  it("blames what happened between two readings for a small difference, and nothing for a large one", () => {
    const because = (currEstab: number) => reconcileStates({ ...input, currEstab }).established?.because;
    expect([because(52), because(58), because(59), because(500)]).toEqual([
      "moments",
      "moments",
      "unexplained",
      "unexplained",
    ]);
  });

  it("allows for minisockets that the source cannot tell, as many as there are FIN_WAIT2", () => {
    const untold = { ...input, finWait2InTimeWait: null };
    expect(reconcileStates(untold).timeWait).toEqual({
      counted: 100,
      kernel: 115,
      difference: -15,
      because: "minisockets",
    });
    expect(reconcileStates(untold).inuse).toMatchObject({
      counted: 79,
      difference: 15,
      because: "minisockets",
    });
    expect(reconcileStates({ ...untold, timeWait: 123 }).timeWait?.because).toBe("moments");
    expect(reconcileStates({ ...untold, timeWait: 124 }).timeWait?.because).toBe("unexplained");
    expect(reconcileStates({ ...untold, timeWait: 90 }).timeWait?.because).toBe("unexplained");
  });

  it("compares nothing with a figure that is not available", () => {
    const nothing = { ...input, currEstab: null, timeWait: null, inuse: null };
    expect(reconcileStates(nothing)).toEqual({ established: null, timeWait: null, inuse: null });
    const uncounted = { ...input, states: { ...input.states, CLOSE_WAIT: null } };
    expect(reconcileStates(uncounted).established).toBeNull();
  });
});
