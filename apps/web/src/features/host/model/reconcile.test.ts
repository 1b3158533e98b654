import { describe, expect, it } from "vitest";
import { reconcile } from "./reconcile";

const values = {
  "states.TIME_WAIT": 100,
  "states.FIN_WAIT2": 20,
  "sockstat.TCP.tw": 100,
  "states.ESTABLISHED": 50,
  "states.CLOSE_WAIT": 5,
  "Tcp.CurrEstab": 55,
};
const timeWait = (tw: number) =>
  reconcile({ ...values, "sockstat.TCP.tw": tw }, "sock_diag").find((line) => line.id === "time-wait")
    ?.because;

describe("reconcile", () => {
  it("adds CLOSE_WAIT to ESTABLISHED before it compares with CurrEstab", () => {
    expect(reconcile(values, "sock_diag")).toContainEqual({
      id: "established",
      census: 55,
      kernel: 55,
      because: "equal",
    });
  });

  it("explains a larger tw by FIN_WAIT2 minisockets, as far as there are any", () => {
    expect(timeWait(100)).toBe("equal");
    expect(timeWait(115)).toBe("minisockets");
    expect(timeWait(120)).toBe("minisockets");
    expect(timeWait(122)).toBe("moments");
    expect(timeWait(400)).toBe("unexplained");
  });

  it("takes their exact number where the agent tells it", () => {
    const told = { ...values, "census.finWait2InTimeWait": 6, "sockstat.TCP.tw": 120 };
    expect(reconcile(told, "sock_diag")[0]?.because).toBe("unexplained");
  });

  it("does not blame minisockets for a smaller tw", () => {
    expect(timeWait(98)).toBe("moments");
    expect(timeWait(60)).toBe("unexplained");
  });

  it("compares nothing without a census, and nothing with a missing figure", () => {
    expect(reconcile(values, "none")).toEqual([]);
    expect(reconcile({ ...values, "sockstat.TCP.tw": null, "Tcp.CurrEstab": null }, "procfs")).toEqual([]);
  });
});
