/** A stretch of this process's memory that shows a file as it is on disk. */
export interface ProgramMapping {
  readonly address: number;
  readonly byteLength: number;
}

/** `7f12a000-7f12b000 r-xp 00001000 fe:00 1234   /usr/lib/libc.so.6` (proc_pid_maps(5)). */
const HEADER = /^([0-9a-f]{1,12})-([0-9a-f]{1,12}) (\S{4}) \S+ \S+ (\d+)/;
const ANONYMOUS = /^Anonymous:\s+(\d+) kB/;

/**
 * Finds the mappings of files whose pages can be dropped and read again without a difference: private, not
 * writable, and with no page that was ever changed. The last is no formality: the loader writes relocations
 * into pages that it makes read-only afterwards, and those exist nowhere else.
 * @param smaps text of /proc/self/smaps
 */
export function findProgramMappings(smaps: string): ProgramMapping[] {
  const found: ProgramMapping[] = [];
  let candidate: ProgramMapping | null = null;
  for (const line of smaps.split("\n")) {
    const header = HEADER.exec(line);
    if (header !== null) candidate = readCandidate(header);
    const anonymous = ANONYMOUS.exec(line);
    if (candidate !== null && anonymous?.[1] === "0") found.push(candidate);
    if (anonymous !== null) candidate = null;
  }
  return found;
}

function readCandidate([, start = "", end = "", permissions, inode]: RegExpExecArray): ProgramMapping | null {
  if (inode === "0" || !/^r-[x-]p$/.test(permissions ?? "")) return null;
  const address = Number.parseInt(start, 16);
  return { address, byteLength: Number.parseInt(end, 16) - address };
}
