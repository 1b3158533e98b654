export type PartKind = "text" | "name" | "code";

export interface Part {
  /** Where it begins in the text. */
  readonly at: number;
  readonly kind: PartKind;
  readonly text: string;
}

/** TIME_WAIT, EADDRNOTAVAIL, TCPTimeWaitOverflow, LISTEN: what the kernel itself spells this way. */
const NAME =
  /\b(?:[A-Z]+(?:_[A-Z0-9]+)+|E(?:ADDR|CONN|M)[A-Z]+|LISTEN|ESTABLISHED|CLOSING|CLOSE|(?:TCP|Listen|Syncookies|Curr)[A-Z][A-Za-z]+)\b/g;

/** @returns the pieces of a text in order: `code` stood between backticks, `name` is a word of the kernel's, the rest is text. */
export function splitNames(text: string): readonly Part[] {
  let at = 0;
  return text.split("`").flatMap((piece, index) => {
    const start = at;
    at += piece.length + 1;
    return index % 2 === 1 ? [{ at: start, kind: "code", text: piece } as const] : splitPlain(piece, start);
  });
}

function splitPlain(text: string, start: number): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  const add = (kind: PartKind, until: number) => {
    if (until > from) parts.push({ at: start + from, kind, text: text.slice(from, until) });
    from = until;
  };
  for (const match of text.matchAll(NAME)) {
    add("text", match.index);
    add("name", match.index + match[0].length);
  }
  add("text", text.length);
  return parts;
}
