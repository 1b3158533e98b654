import { join } from "node:path";
import { FIELD_FILE_CAP_BYTES, type FieldReading, type FieldTable, readFields } from "./field-table.js";
import { parsePairedTable } from "./paired-table.js";
import { readBounded } from "./read-bounded.js";

/** /proc/net/snmp (net/ipv4/proc.c, RFC 1213 names). @returns fields such as `Tcp.ActiveOpens`. */
export const parseNetSnmp: (text: string) => FieldTable = parsePairedTable;

/** @param root the proc file system, `/proc` or a fixture. */
export function readNetSnmp(root: string): FieldReading {
  return readFields(readBounded(join(root, "net/snmp"), FIELD_FILE_CAP_BYTES), parseNetSnmp);
}
