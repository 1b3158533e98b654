import { TCP_STATES } from "@fourtuple/core/tcp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CountTable } from "./count-table.js";
import { listTop } from "./top-list.js";

type Socket = readonly [key: number, state: number];

function fill(sockets: readonly Socket[], maxKeys?: number): CountTable {
  const table = new CountTable({ moreWords: 0, cells: 0, ...(maxKeys === undefined ? {} : { maxKeys }) });
  for (const [key, state] of sockets) table.count(state, key, 0, 0, 0);
  table.settle();
  return table;
}

function list(table: CountTable) {
  return listTop(table, (record, counted) => ({ ...counted, key: table.records[record + 1] ?? 0 }));
}

const state = fc.integer({ min: 1, max: 11 });
const socket = fc.tuple(fc.integer({ min: 0, max: 300 }), state);

describe("listTop", () => {
  it("has the fifty largest keys in order, equal ones by key, and the exact rest", () => {
    fc.assert(
      fc.property(fc.array(socket, { maxLength: 1_500 }), (sockets) => {
        const model = new Map<number, number>();
        for (const [key] of sockets) model.set(key, (model.get(key) ?? 0) + 1);
        const ranked = [...model].sort(([a, m], [b, n]) => n - m || a - b);
        const { entries, other } = list(fill(sockets));
        expect(entries.map(({ key, sockets: held }) => [key, held])).toEqual(ranked.slice(0, 50));
        expect(other).toMatchObject({ keys: Math.max(0, ranked.length - 50), keysExact: true });
        const rest = ranked.slice(50).reduce((sum, [, held]) => sum + held, 0);
        expect(other.sockets).toBe(rest);
      }),
    );
  });

  it("sums to the whole in every state, also where keys found no place", () => {
    fc.assert(
      fc.property(
        fc.array(socket, { maxLength: 1_500 }),
        fc.integer({ min: 1, max: 200 }),
        (sockets, maxKeys) => {
          const table = fill(sockets, maxKeys);
          const { entries, other } = list(table);
          const parts = [...entries, other];
          expect(parts.reduce((sum, part) => sum + part.sockets, 0)).toBe(sockets.length);
          for (const part of parts) {
            const inStates = TCP_STATES.reduce((sum, name) => sum + part.states[name], 0);
            expect(inStates).toBe(part.sockets);
          }
          expect(other.keysExact).toBe(new Set(sockets.map(([key]) => key)).size <= maxKeys);
        },
      ),
    );
  });

  it("is the same whatever came first", () => {
    const sockets = Array.from({ length: 400 }, (_, index): Socket => [index % 90, 1 + (index % 11)]);
    expect(list(fill(sockets))).toEqual(list(fill(sockets.toReversed())));
  });

  it("is empty, with nothing left over, for nothing", () => {
    expect(list(fill([]))).toMatchObject({ entries: [], other: { sockets: 0, keys: 0, keysExact: true } });
  });
});
