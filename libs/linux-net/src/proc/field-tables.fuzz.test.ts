import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { anyFile, loadFile, spoiltFile } from "../../test/spoil.js";
import { FIELD_FILE_CAP_BYTES, type FieldTable } from "./field-table.js";
import { parseNetSockstat } from "./net-sockstat.js";
import { parseNumbers } from "./open-gauges.js";
import { openPulse } from "./open-pulse.js";
import { PairedLayout } from "./paired-layout.js";
import { parsePairedTable } from "./paired-table.js";

const paired = [...loadFile("net/snmp"), ...loadFile("net/netstat")];
const sockstats = [...loadFile("net/sockstat"), ...loadFile("net/sockstat6")];

/** Tokens that stand in the text, by their words: no field can come from anywhere else. */
function wordsOf(text: string): Set<string> {
  return new Set(text.split(/[\s:]+/));
}

/** Whole numbers under names that were in the text, and reasons of which there are not too many. */
function expectSound({ fields, skipped }: FieldTable, text: string): void {
  const words = wordsOf(text);
  for (const [name, value] of fields) {
    const [label = "", field = ""] = name.split(/\.(.*)/s);
    if (!words.has(label)) throw new Error(`the label of ${name} is not in the text`);
    if (!text.includes(field)) throw new Error(`${name} is not in the text`);
    if (!Number.isInteger(value)) throw new Error(`${name} is ${value}`);
  }
  expect(skipped.length).toBeLessThanOrEqual(21);
  expect(skipped.every((reason) => reason !== "" && reason.length <= 80)).toBe(true);
}

describe("/proc/net/snmp and netstat that are not what they should be", () => {
  it("give whole numbers by names that are there, or reasons", () => {
    fc.assert(
      fc.property(spoiltFile(paired), ({ text }) => expectSound(parsePairedTable(text), text)),
      { numRuns: 300 },
    );
  });

  it("never give a value under a name above which it does not stand", () => {
    const [good = ""] = paired;
    const { fields } = parsePairedTable(good);
    const lines = good.split("\n");
    fc.assert(
      fc.property(fc.nat(lines.length - 2), fc.nat(1000), (at, place) => {
        const tokens = (lines[at] ?? "").split(" ");
        tokens.splice(1 + (place % (tokens.length - 1)), 1);
        const label = tokens[0]?.slice(0, -1);
        const table = parsePairedTable(lines.with(at, tokens.join(" ")).join("\n"));
        // A column is missing from one line of the two: every other table stays, of this one nothing does.
        const expected = [...fields].filter(([name]) => !name.startsWith(`${label}.`));
        expect([...table.fields]).toEqual(expected);
        expect(table.skipped).toHaveLength(1);
      }),
    );
  });

  it("are read alike with and without what is remembered of the text before", () => {
    const layout = new PairedLayout(null);
    fc.assert(
      fc.property(anyFile(paired), ({ text }) => {
        for (let again = 0; again < 2; again++) {
          const { fields, skipped } = layout.parse(text);
          const expected = parsePairedTable(text);
          expect([...fields].sort()).toEqual([...expected.fields].sort());
          expect(skipped).toEqual(expected.skipped);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("are read alike with names that are odd: numbers, tabs, no space before them", () => {
    const header = fc.constantFrom(
      "T:1 2",
      "T: A\tB",
      "T:\t1 B",
      " T: A",
      "T: A ",
      "T:  A B",
      "T: A\u00a0B",
      "T: A B",
      "",
    );
    const values = fc.constantFrom(
      "T:1 2",
      "T: 1\t2",
      "T:\t1 5",
      " T: 1",
      "T: 1 ",
      "T:  1 2",
      "T: 1",
      "T: 1 2",
      "",
    );
    const text = fc.array(fc.tuple(header, values), { minLength: 1, maxLength: 3 });
    const written = text.map((pairs) => pairs.map((pair) => `${pair.join("\n")}\n`).join(""));
    fc.assert(
      fc.property(fc.array(written, { maxLength: 6 }), (texts) => {
        const layout = new PairedLayout(null);
        for (const each of texts) {
          const expected = parsePairedTable(each);
          expect({ ...layout.parse(each) }).toEqual({ fields: expected.fields, skipped: expected.skipped });
        }
      }),
      {
        numRuns: 1000,
        examples: [
          [["T:1 2\nT:1 2\n", "T:1 2\nT:1 2\n"]],
          [["T:\t1 B\nT:\t1 5\n", "T:\t1 B\nT:\t1 5\n"]],
          [["\n", ""]],
          [["T: A\tB\nT: 1 2\n", "T: A\tB\nT: 1\n"]],
        ],
      },
    );
  });
});

describe("/proc/net/sockstat that is not what it should be", () => {
  it("gives whole numbers by names that are there, or reasons", () => {
    fc.assert(
      fc.property(spoiltFile(sockstats), ({ text }) => expectSound(parseNetSockstat(text), text)),
      { numRuns: 300 },
    );
  });
});

describe("a line of numbers that is not what it should be", () => {
  it("gives whole numbers or null, one for each word", () => {
    fc.assert(
      fc.property(spoiltFile(["5\t0\t9223372036854775807\n", "262144\n"]), ({ text }) => {
        const numbers = parseNumbers(text);
        expect(numbers).toHaveLength(text.trim().split(/\s+/).length);
        expect(numbers.every((value) => value === null || (Number.isSafeInteger(value) && value >= 0))).toBe(
          true,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe("files that change between reads", () => {
  const root = mkdtempSync(join(tmpdir(), "fourtuple-fuzz-"));
  mkdirSync(join(root, "net"));
  afterAll(() => rmSync(root, { recursive: true }));

  it("each reading is that of the file as it is then", () => {
    const pulse = openPulse(root);
    fc.assert(
      fc.property(anyFile(paired), spoiltFile(sockstats), ({ text: snmp }, { text: sockstat }) => {
        writeFileSync(join(root, "net/snmp"), snmp, "latin1");
        writeFileSync(join(root, "net/sockstat"), sockstat, "latin1");
        const reading = pulse.read();
        expect(reading.netstat).toEqual({ status: "absent" });
        expectReading(reading.snmp, snmp, parsePairedTable);
        expectReading(reading.sockstat, sockstat, parseNetSockstat);
      }),
      { numRuns: 150 },
    );
    pulse.close();
  });

  function expectReading(reading: unknown, text: string, parse: (text: string) => FieldTable): void {
    const { fields, skipped } = parse(text.slice(0, FIELD_FILE_CAP_BYTES));
    const isCut = text.length > FIELD_FILE_CAP_BYTES;
    const cut = isCut ? [expect.stringContaining("the rest was not read")] : [];
    expect(reading).toEqual({ status: "ok", fields, skipped: [...skipped, ...cut] });
  }
});
