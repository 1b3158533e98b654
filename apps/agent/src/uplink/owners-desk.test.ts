import { FRAME, type Owners, ownersSchema } from "@fourtuple/contracts/agent";
import { describe, expect, it } from "vitest";
import { OwnersDesk } from "./owners-desk.js";

const found: Owners = { requestId: "whatever", atMs: 1, cpuUs: 2, keys: [], problem: null };

function openWire() {
  const answers: Owners[] = [];
  return {
    answers,
    isClogged: () => false,
    send: (frame: Uint8Array) => {
      expect(frame[0]).toBe(FRAME.OWNERS);
      answers.push(ownersSchema.parse(JSON.parse(Buffer.from(frame.subarray(1)).toString())));
    },
  };
}

describe("OwnersDesk", () => {
  it("makes one search for all who ask while it runs, and answers each by its id", async () => {
    let searches = 0;
    let finish: (owners: Owners) => void = () => undefined;
    const desk = new OwnersDesk(() => {
      searches += 1;
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    const wire = openWire();
    const asked = ["a", "b", "c"].map((requestId) => desk.answer(wire, { requestId }));
    finish(found);
    await Promise.all(asked);
    expect(searches).toBe(1);
    expect(wire.answers.map(({ requestId }) => requestId)).toEqual(["a", "b", "c"]);
    const again = desk.answer(wire, { requestId: "d" });
    finish(found);
    await again;
    expect(searches).toBe(2);
  });

  it("does not gather questions without end", async () => {
    let finish: (owners: Owners) => void = () => undefined;
    const desk = new OwnersDesk(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    const wire = openWire();
    const asked = Array.from({ length: 100 }, (_, i) => desk.answer(wire, { requestId: `${i}` }));
    finish(found);
    await Promise.all(asked);
    expect(wire.answers).toHaveLength(16);
  });

  it("says why there is no answer", async () => {
    const wire = openWire();
    await new OwnersDesk(undefined).answer(wire, { requestId: "a" });
    await new OwnersDesk(() => Promise.reject(new Error("x".repeat(500)))).answer(wire, { requestId: "b" });
    expect(wire.answers.map(({ problem }) => problem)).toEqual([
      "this agent does not look for owners",
      "x".repeat(300),
    ]);
  });
});
