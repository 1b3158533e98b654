import { join } from "node:path";
import {
  FIELD_FILE_CAP_BYTES,
  type FieldReading,
  type FieldTable,
  FieldTableBuilder,
  readFields,
  splitCompleteLines,
  splitLabelled,
} from "./field-table.js";
import { readBounded } from "./read-bounded.js";

/**
 * /proc/net/sockstat (net/ipv4/proc.c): `TCP: inuse 1 orphan 0 tw 0 alloc 1 mem 309`, name and
 * value in turn. `inuse` and `tw` are of the namespace; `orphan`, `alloc` and `mem` (pages) of the host.
 * @returns fields such as `TCP.inuse`.
 */
export function parseNetSockstat(text: string): FieldTable {
  const table = new FieldTableBuilder();
  for (const line of splitCompleteLines(text, table)) {
    const labelled = splitLabelled(line);
    if (labelled === null) {
      if (line.trim() !== "") table.skip(`no label: ${line}`);
      continue;
    }
    const { label, tokens } = labelled;
    for (let index = 0; index < tokens.length; index += 2) {
      table.put(`${label}.${tokens[index]}`, tokens[index + 1] ?? "");
    }
  }
  return table.build();
}

/** /proc/net/sockstat6 (net/ipv6/proc.c), the same form with labels such as `TCP6`. */
export const parseNetSockstat6: (text: string) => FieldTable = parseNetSockstat;

/** @param root the proc file system, `/proc` or a fixture. */
export function readNetSockstat(root: string): FieldReading {
  return readFields(readBounded(join(root, "net/sockstat"), FIELD_FILE_CAP_BYTES), parseNetSockstat);
}

/** Absent where the kernel has no IPv6. */
export function readNetSockstat6(root: string): FieldReading {
  return readFields(readBounded(join(root, "net/sockstat6"), FIELD_FILE_CAP_BYTES), parseNetSockstat6);
}
