/** @returns the lines of an arrow's label: split after its comma where the drawing is narrow. */
export function labelLines(text: string, split: boolean): readonly string[] {
  if (!split) return [text];
  const at = text.search(/[,，]/);
  if (at < 0) return [text];
  return [text.slice(0, at + 1), text.slice(at + 1).trim()];
}

/** Areas are compared, not radii: the area grows with the logarithm, a million sockets fill the circle. */
const FULL_AT = 1_000_000;

/** @returns the circle's radius for a count, 0 for none. */
export function countRadius(count: number, fullRadius: number): number {
  if (count <= 0) return 0;
  const share = Math.min(1, Math.log1p(count) / Math.log1p(FULL_AT));
  return fullRadius * Math.sqrt(share);
}
