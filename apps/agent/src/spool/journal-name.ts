/** A journal is named by what will be known of it even when none of it can be read. */
export interface JournalFacts {
  /** The record that it becomes when it is sealed. */
  readonly id: number;
  /** Of its first sample. */
  readonly atMs: number;
}

const SHAPE = /^(\d{1,15})-(\d{1,16})\.journal$/;

export function journalName({ id, atMs }: JournalFacts): string {
  return `${id}-${atMs}.journal`;
}

/** @returns null for any other name. */
export function parseJournalName(name: string): JournalFacts | null {
  const match = SHAPE.exec(name);
  if (match === null) return null;
  const facts = { id: Number(match[1]), atMs: Number(match[2]) };
  return facts.atMs <= Number.MAX_SAFE_INTEGER ? facts : null;
}
