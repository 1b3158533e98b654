import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KeyTable, type KeyTableOptions } from "./key-table.js";

interface Key {
  readonly words: readonly [number, number, number];
  readonly rest: readonly number[];
}

const word = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer());
/** The first word tells how many follow, as a key must have it. */
const key: fc.Arbitrary<Key> = fc
  .tuple(word, word, word, fc.constantFrom(0, 2, 4))
  .chain(([first, second, third, more]) =>
    fc.array(word, { minLength: more, maxLength: more }).map((rest) => ({
      words: [(first & ~7) | more, second, third] as const,
      rest,
    })),
  );

class NamedTable {
  readonly table: KeyTable;

  constructor(options: Partial<KeyTableOptions> = {}) {
    this.table = new KeyTable({ moreWords: 4, cells: 1, ...options });
  }

  locate({ words, rest }: Key): number {
    this.table.rest.set(rest);
    return this.table.locate(...words, rest.length);
  }

  has({ words, rest }: Key): boolean {
    this.table.rest.set(rest);
    return this.table.has(...words, rest.length);
  }

  /** @returns false when there is no place. */
  count(of: Key): boolean {
    const cell = this.locate(of);
    if (cell < 0) return false;
    this.table.records[cell] = (this.table.records[cell] ?? 0) + 1;
    return true;
  }
}

const nameOf = ({ words, rest }: Key) => [...words, ...rest].join();
const numbered = (number: number): Key => ({ words: [number << 3, number * 7, 0], rest: [] });

describe("KeyTable", () => {
  it("keeps a number by key as a map does", () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 400 }), fc.array(key), (keys, others) => {
        const named = new NamedTable();
        const model = new Map<string, number>();
        for (const each of keys) {
          named.count(each);
          model.set(nameOf(each), (model.get(nameOf(each)) ?? 0) + 1);
        }
        expect(named.table.size).toBe(model.size);
        for (const each of [...keys, ...others]) expect(named.has(each)).toBe(model.has(nameOf(each)));
        for (const each of keys) {
          expect(named.table.records[named.locate(each)]).toBe(model.get(nameOf(each)));
        }
      }),
    );
  });

  it("takes as many keys as it may, and says when there were more", () => {
    const named = new NamedTable({ maxKeys: 1_000 });
    for (let number = 0; number < 1_000; number++) expect(named.count(numbered(number))).toBe(true);
    expect(named.table.exact).toBe(true);
    expect(named.count(numbered(1_000))).toBe(false);
    expect(named.table).toMatchObject({ size: 1_000, exact: false });
    expect(named.count(numbered(999))).toBe(true);
  });

  it("starts again at nothing after clear, with all cells at zero", () => {
    const named = new NamedTable({ maxKeys: 100 });
    for (let number = 0; number < 200; number++) named.count(numbered(number));
    named.table.clear();
    expect(named.table).toMatchObject({ size: 0, exact: true });
    for (let number = 100; number < 200; number++) {
      expect(named.has(numbered(number))).toBe(false);
      expect(named.table.records[named.locate(numbered(number))]).toBe(0);
    }
  });

  it("grows by doubling, and gives memory back only after a minute of little use", () => {
    const { table } = new NamedTable();
    const fill = (keys: number) => {
      for (let number = 0; number < keys; number++) table.locate(number, 0, 0, 0);
      table.clear();
    };
    fill(10_000);
    expect(table.capacity).toBe(16_384);
    for (let times = 0; times < 59; times++) fill(20);
    expect(table.capacity).toBe(16_384);
    fill(20);
    expect(table.capacity).toBe(8_192);
    for (let times = 0; times < 59; times++) fill(20);
    fill(5_000);
    for (let times = 0; times < 59; times++) fill(20);
    expect(table.capacity).toBe(8_192);
    for (let times = 0; times < 1_000; times++) fill(5);
    expect(table.capacity).toBe(64);
  });

  it("finds every key again after it grew and shrank", () => {
    const named = new NamedTable();
    for (let number = 0; number < 300; number++) named.count(numbered(number));
    for (let number = 0; number < 300; number++) expect(named.has(numbered(number))).toBe(true);
    named.table.clear();
    for (let times = 0; times < 200; times++) named.table.clear();
    for (let number = 0; number < 70; number++) named.count(numbered(number));
    for (let number = 0; number < 70; number++) expect(named.has(numbered(number))).toBe(true);
    expect(named.has(numbered(70))).toBe(false);
  });

  it("spreads addresses that differ in one byte only", () => {
    const { table } = new NamedTable();
    for (let host = 0; host < 65_536; host += 4) table.locate(443, 0x0100_007f, (host << 16) | 0x0a, 0);
    expect(table).toMatchObject({ size: 16_384, exact: true });
  });
});
