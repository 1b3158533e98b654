import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { loadCorpus } from "./corpus.js";

/** All recorded and made-up versions of one file below a proc root, such as `net/tcp`, as Latin-1. */
export function loadFile(path: string): string[] {
  return loadCorpus().flatMap(({ procRoot }) => {
    try {
      return [readFileSync(join(procRoot, path), "latin1")];
    } catch {
      // Some fixtures are without the file, and that is what they are for.
      return [];
    }
  });
}

type Edit = (text: string) => string;

/** Numbers that no column of the kernel holds, or that do not fit where it is put. */
const ODD_NUMBERS = [
  ...["-1", "-9223372036854775808", "18446744073709551615", "18446744073709551616", "9".repeat(400)],
  ...["0x1F", "1e5", "1.5", "+1", "00000000000000000000007", "NaN", "Infinity", "", " ", "\0", "\u00a0"],
];
/** More than any buffer of a parser holds. */
const OVERLONG = 150_000;

function onLine(text: string, place: number, edit: (line: string) => string | string[]): string {
  const lines = text.split("\n");
  const at = place % lines.length;
  lines.splice(at, 1, ...[edit(lines[at] ?? "")].flat());
  return lines.join("\n");
}

function onToken(text: string, place: number, edit: (token: string) => string[]): string {
  const tokens = text.split(/( +|\n)/);
  const at = place % tokens.length;
  tokens.splice(at, 1, ...edit(tokens[at] ?? ""));
  return tokens.join("");
}

const place = fc.nat(1_000_000);
const junk = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString("latin1"));

/** What can be wrong with a kernel file: cut off, garbled, too long, changed while it was read. */
function anyEdit(others: readonly string[]): fc.Arbitrary<Edit> {
  return fc.oneof(
    place.map(
      (at): Edit =>
        (text) =>
          text.slice(0, at % (text.length + 1)),
    ),
    place.map(
      (at): Edit =>
        (text) =>
          text.slice(at % (text.length + 1)),
    ),
    fc.tuple(place, junk).map(
      ([at, more]): Edit =>
        (text) => {
          const cut = at % (text.length + 1);
          return text.slice(0, cut) + more + text.slice(cut + more.length);
        },
    ),
    fc.tuple(place, fc.constantFrom(...ODD_NUMBERS)).map(
      ([at, odd]): Edit =>
        (text) =>
          onToken(text, at, () => [odd]),
    ),
    place.map(
      (at): Edit =>
        (text) =>
          onToken(text, at, () => []),
    ),
    place.map(
      (at): Edit =>
        (text) =>
          onToken(text, at, (token) => [token, token]),
    ),
    place.map(
      (at): Edit =>
        (text) =>
          onLine(text, at, () => []),
    ),
    place.map(
      (at): Edit =>
        (text) =>
          onLine(text, at, (line) => [line, line]),
    ),
    place.map(
      (at): Edit =>
        (text) =>
          onLine(text, at, (line) => [line, ""]),
    ),
    fc.tuple(place, fc.constantFrom("\0", "\r", "\t", " ", "0", ":")).map(
      ([at, fill]): Edit =>
        (text) => {
          return onLine(text, at, (line) => line + fill.repeat(OVERLONG));
        },
    ),
    fc.constant<Edit>((text) => text.replaceAll("\n", "\r\n")),
    fc.constant<Edit>((text) => text.replaceAll(" ", "\t")),
    fc.constant<Edit>((text) => text.replace(/\n$/, "")),
    fc.constant<Edit>((text) => text.split("\n").toReversed().join("\n")),
    fc.tuple(place, fc.constantFrom(...others)).map(
      ([at, other]): Edit =>
        (text) => {
          return text.slice(0, at % (text.length + 1)) + other.slice(at % (other.length + 1));
        },
    ),
  );
}

/** A file as the kernel would never write it. A failing test prints its beginning only. */
export interface Spoilt {
  readonly text: string;
}

function spoilt(text: string): Spoilt {
  const summary = `${text.length} characters: ${JSON.stringify(text.slice(0, 300))}`;
  return { text, [fc.toStringMethod]: () => summary } as Spoilt;
}

/** Real files with some edits, and now and then any bytes. */
export function spoiltFile(originals: readonly string[]): fc.Arbitrary<Spoilt> {
  const edited = fc
    .tuple(fc.constantFrom(...originals), fc.array(anyEdit(originals), { minLength: 1, maxLength: 4 }))
    .map(([text, edits]) => edits.reduce((so, edit) => edit(so), text));
  const bytes = fc.uint8Array({ maxLength: 600 }).map((each) => Buffer.from(each).toString("latin1"));
  return fc.oneof({ weight: 9, arbitrary: edited }, { weight: 1, arbitrary: bytes }).map(spoilt);
}

/** The same, and as often the files as they are. */
export function anyFile(originals: readonly string[]): fc.Arbitrary<Spoilt> {
  return fc.oneof(spoiltFile(originals), fc.constantFrom(...originals).map(spoilt));
}
