import { describe, expect, it } from "vitest";
import { type Lane, WriteTurns } from "./write-turns.js";

/** Asks for all turns while one is taken. @returns the order in which they came. */
async function orderOf(lanes: readonly Lane[]): Promise<string> {
  const turns = new WriteTurns();
  const order: string[] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = turns.take("records", () => gate);
  const all = lanes.map((lane) => turns.take(lane, async () => void order.push(lane === "live" ? "L" : "r")));
  open();
  await Promise.all([first, ...all]);
  return order.join("");
}

describe("WriteTurns", () => {
  it("lets live samples go before records that came earlier", async () => {
    expect(await orderOf(["records", "records", "live"])).toBe("Lrr");
  });

  it("lets records have a turn although live samples are always due", async () => {
    const lanes = [...Array<Lane>(12).fill("live"), ...Array<Lane>(2).fill("records")];
    expect(await orderOf(lanes)).toBe("LLLLrLLLLrLLLL");
  });

  it("never lets two write at once, and goes on after a failure", async () => {
    const turns = new WriteTurns();
    let atOnce = 0;
    const work = async () => {
      expect(++atOnce).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce--;
      throw new Error("no");
    };
    const lanes: readonly Lane[] = ["live", "records", "live", "records"];
    const outcomes = await Promise.allSettled(lanes.map((lane) => turns.take(lane, work)));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
  });
});
