import { METRICS, metricByName } from "@fourtuple/core/samples";
import { describe, expect, it } from "vitest";
import { type Movement, noteMovement } from "./stillness.js";

type Fields = Readonly<Record<string, number | null>>;

const STILL: Fields = {
  "Tcp.ActiveOpens": 10,
  "Tcp.PassiveOpens": 20,
  "Tcp.AttemptFails": 0,
  "Tcp.EstabResets": 3,
  "Tcp.CurrEstab": 8,
  "sockstat.TCP.inuse": 12,
  "sockstat.TCP.orphan": 0,
  "sockstat.TCP.tw": 4,
};

function valuesOf(fields: Fields): (number | null)[] {
  const values: (number | null)[] = METRICS.map(() => null);
  for (const [name, value] of Object.entries(fields)) values[metricByName(name)?.id ?? -1] = value;
  return values;
}

/** So many segments passed before each sample, one sample a second. @returns at which samples something moved. */
function movedAt(segments: readonly number[], changes: (second: number) => Fields = () => ({})): number[] {
  const moved: number[] = [];
  let movement: Movement | null = null;
  let inSegs = 1000;
  for (const [second, passed] of segments.entries()) {
    inSegs += passed;
    const fields = { ...STILL, "Tcp.InSegs": inSegs, "Tcp.OutSegs": 500, ...changes(second) };
    movement = noteMovement(movement, valuesOf(fields), second * 1000);
    if (movement.movedAtMs === second * 1000) moved.push(second);
  }
  return moved;
}

const OWN = Array.from({ length: 30 }, () => 2);
const UNTIL_KNOWN = Array.from({ length: 10 }, (_, second) => second);

describe("a movement", () => {
  it("is none where only the agent's own segments pass, once that is known", () => {
    expect(movedAt(OWN)).toEqual(UNTIL_KNOWN);
  });

  it("is none for one segment more: an ACK that came a little later", () => {
    expect(movedAt(OWN.map((own, second) => (second === 20 ? own + 1 : own)))).toEqual(UNTIL_KNOWN);
  });

  it("is a FIN and its ACK, which nothing else tells", () => {
    expect(movedAt(OWN.map((own, second) => (second === 20 ? own + 2 : own)))).toEqual([...UNTIL_KNOWN, 20]);
  });

  it.each(Object.keys(STILL))("is a change of %s", (name) => {
    const changed = movedAt(OWN, (second) => (second < 20 ? {} : { [name]: (STILL[name] ?? 0) + 1 }));
    expect(changed).toEqual([...UNTIL_KNOWN, 20]);
  });

  it("is all the traffic of others, however evenly it flows", () => {
    const busy = OWN.map(() => 500);
    expect(movedAt(busy)).toEqual(busy.map((_, second) => second));
  });

  it("is a counter that began anew", () => {
    expect(movedAt(OWN.map((own, second) => (second === 20 ? -400 : own)))).toContain(20);
  });

  it("is taken for granted where segments cannot be read", () => {
    expect(movedAt(OWN, () => ({ "Tcp.InSegs": null }))).toHaveLength(OWN.length);
  });
});
