import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCorpus } from "../../test/corpus.js";
import { PairedLayout } from "./paired-layout.js";
import { parsePairedTable } from "./paired-table.js";

/** Both parsers must say the same of each text, whatever the layout has seen before. */
function expectAgreement(texts: readonly string[]): void {
  const layout = new PairedLayout(null);
  for (const text of texts) {
    const { fields, skipped } = layout.parse(text);
    const expected = parsePairedTable(text);
    expect(Object.fromEntries(fields)).toEqual(Object.fromEntries(expected.fields));
    expect(skipped).toEqual(expected.skipped);
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

describe("a layout that is remembered", () => {
  it("reads the files of every recorded kernel as the general parser does, in any order", () => {
    const texts = loadCorpus().flatMap(({ procRoot }) =>
      ["net/snmp", "net/netstat"]
        .map((file) => readOrNull(join(procRoot, file)))
        .filter((text) => text !== null),
    );
    expectAgreement([...texts, ...texts, ...texts.toReversed()].flatMap((text) => [text, text]));
  });

  it("gives the wanted fields alone once it knows the names", () => {
    const layout = new PairedLayout(new Set(["Tcp.B"]));
    layout.parse("Tcp: A B\nTcp: 1 2\n");
    expect([...layout.parse("Tcp: A B\nTcp: 3 40\n").fields]).toEqual([["Tcp.B", 40]]);
  });

  it.each([
    ["columns that moved", "Tcp: B A\nTcp: 1 2\n"],
    ["a column more", "Tcp: A B C\nTcp: 1 2 3\n"],
    ["a value missing", "Tcp: A B\nTcp: 1\n"],
    ["a value too many", "Tcp: A B\nTcp: 1 2 3\n"],
    ["no number", "Tcp: A B\nTcp: 1 x\n"],
    ["a number that is too long", `Tcp: A B\nTcp: 1 ${"9".repeat(21)}\n`],
    ["a number beyond what is exact", "Tcp: A B\nTcp: 18446744073709551615 9007199254740993\n"],
    ["a negative number", "Tcp: A B\nTcp: -1 2\n"],
    ["two spaces", "Tcp: A B\nTcp:  1 2\n"],
    ["a last line that is cut off", "Tcp: A B\nTcp: 1 2"],
    ["another label", "Tcp: A B\nUdp: 1 2\n"],
    ["a table more", "Tcp: A B\nTcp: 1 2\nUdp: C\nUdp: 3\n"],
    ["a name twice", "Tcp: A A\nTcp: 1 2\n"],
    ["nothing", ""],
    ["no names", "Tcp:\nTcp:\n"],
  ])("is given up for %s", (_, text) => {
    expectAgreement(["Tcp: A B\nTcp: 1 2\n", text, text, "Tcp: A B\nTcp: 5 6\n"]);
  });

  it("agrees with the general parser on any text", () => {
    const line = fc.stringMatching(/^(Tcp|Ip): ?[A-C0-9 x-]{0,12}\n?$/);
    const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.join(""));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), (texts) =>
        expectAgreement(texts.flatMap((each) => [each, each])),
      ),
    );
  });
});
