import { describe, expect, it } from "vitest";
import { reconcile } from "./reconcile.js";
import { zeroStateCounts } from "./states.js";

const counts = {
  ...zeroStateCounts(),
  LISTEN: 3,
  SYN_SENT: 1,
  SYN_RECV: 20,
  ESTABLISHED: 100,
  FIN_WAIT2: 9,
  TIME_WAIT: 50,
  CLOSE_WAIT: 10,
};
const counted = { counts, finWait2InTimeWait: 5 };

describe("reconcile", () => {
  it("finds no difference where the kernel counts the same sockets under other names", () => {
    // 3 LISTEN, 1 SYN_SENT, 100 ESTABLISHED, 10 CLOSE_WAIT and the 4 of FIN_WAIT2 that a process holds.
    const kernel = { currEstab: 110, timeWait: 55, inUse: 118 };
    expect(reconcile(counted, kernel)).toEqual({ currEstab: 0, timeWait: 0, inUse: 0 });
  });

  it("tells how many too many or too few were counted", () => {
    expect(reconcile(counted, { currEstab: 112, timeWait: 50, inUse: 118 })).toEqual({
      currEstab: -2,
      timeWait: 5,
      inUse: 0,
    });
  });

  it("has no difference from a figure that is not available", () => {
    expect(reconcile(counted, { currEstab: null, timeWait: 55, inUse: null })).toEqual({
      currEstab: null,
      timeWait: 0,
      inUse: null,
    });
  });
});
