/**
 * PostgreSQL's int8 as a JavaScript number.
 *
 * @throws RangeError above 2^53 - 1, where a number would silently be another number.
 */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a JavaScript number`);
  return value;
}

/**
 * A one-dimensional int8[] in PostgreSQL's text form (`{1,NULL,3}`).
 *
 * @throws RangeError as `parseInt8` does, also for nested arrays.
 */
export function parseInt8Array(text: string): (number | null)[] {
  const inner = text.slice(1, -1);
  if (inner === "") return [];
  return inner.split(",").map((item) => (item === "NULL" ? null : parseInt8(item)));
}
