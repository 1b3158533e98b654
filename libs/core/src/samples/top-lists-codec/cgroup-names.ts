import { writeVarint } from "../varint.js";
import type { FieldReader } from "./field-reader.js";

const ID = /^(0|[1-9]\d{0,19})$/;
const WORD = 2n ** 32n;
const MAX_WORD = 2 ** 32 - 1;
const MAX_CODE_UNIT = 0xffff;
/** PATH_MAX of include/uapi/linux/limits.h. */
const MAX_PATH_LENGTH = 4096;

/**
 * The kernel's 64 bits as a varint: twice the low half, and one more when the high half, another varint, follows.
 * @throws RangeError for a text that is no such number.
 */
export function writeCgroupId(out: number[], text: string): void {
  const id = ID.test(text) ? BigInt(text) : WORD * WORD;
  if (id >= WORD * WORD) throw new RangeError(`"${text}" is no cgroup id`);
  const [low, high] = [Number(id % WORD), Number(id / WORD)];
  writeVarint(out, low * 2 + (high > 0 ? 1 : 0));
  if (high > 0) writeVarint(out, high);
}

export function readCgroupId(reader: FieldReader): string {
  const head = reader.whole("a cgroup id", MAX_WORD * 2 + 1);
  const high = head % 2 === 1 ? reader.whole("a cgroup id", MAX_WORD) : 0;
  return (BigInt(high) * WORD + BigInt(Math.floor(head / 2))).toString();
}

/**
 * Paths share their beginnings (`/system.slice/`) and their ends (`.service`). A varint: 0 for null, else one more
 * than the leading code units that are those of the path before; then how many trailing ones are; then how many are
 * between, and those as varints, so that ASCII is a byte each.
 */
export class PathWriter {
  #before = "";

  /** @throws RangeError for a path above PATH_MAX. */
  write(out: number[], path: string | null): void {
    if (path === null) {
      out.push(0);
      return;
    }
    if (path.length > MAX_PATH_LENGTH) throw new RangeError(`a cgroup path of ${path.length} does not fit`);
    const head = sharedHead(path, this.#before);
    const tail = sharedTail(path.slice(head), this.#before.slice(head));
    const end = path.length - tail;
    for (const number of [head + 1, tail, end - head]) writeVarint(out, number);
    for (let index = head; index < end; index++) writeVarint(out, path.charCodeAt(index));
    this.#before = path;
  }
}

function sharedHead(path: string, before: string): number {
  let shared = 0;
  while (shared < path.length && path[shared] === before[shared]) shared++;
  return shared;
}

function sharedTail(path: string, before: string): number {
  let shared = 0;
  while (shared < path.length && path.at(-1 - shared) === before.at(-1 - shared)) shared++;
  return shared;
}

export class PathReader {
  #before = "";

  read(reader: FieldReader): string | null {
    const before = this.#before;
    const head = reader.whole("a cgroup path", before.length + 1) - 1;
    if (head < 0) return null;
    const tail = reader.whole("the end of a cgroup path", before.length - head);
    const between = reader.whole("the length of a cgroup path", MAX_PATH_LENGTH - head - tail);
    const units = Array.from({ length: between }, () => reader.whole("a cgroup path", MAX_CODE_UNIT));
    const end = before.slice(before.length - tail);
    this.#before = before.slice(0, head) + String.fromCharCode(...units) + end;
    return this.#before;
  }
}
