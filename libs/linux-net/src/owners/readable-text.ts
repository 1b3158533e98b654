/** @returns the text of bytes that were read as Latin-1, as UTF-8, with all that is not printable as U+FFFD. */
export function readableText(latin1: string): string {
  return Buffer.from(latin1, "latin1")
    .toString("utf8")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "\ufffd");
}
