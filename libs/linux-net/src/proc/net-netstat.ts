import { join } from "node:path";
import { FIELD_FILE_CAP_BYTES, type FieldReading, type FieldTable, readFields } from "./field-table.js";
import { parsePairedTable } from "./paired-table.js";
import { readBounded } from "./read-bounded.js";

/** /proc/net/netstat (net/ipv4/proc.c, snmp4_net_list). @returns fields such as `TcpExt.ListenDrops`. */
export const parseNetNetstat: (text: string) => FieldTable = parsePairedTable;

/** @param root the proc file system, `/proc` or a fixture. */
export function readNetNetstat(root: string): FieldReading {
  return readFields(readBounded(join(root, "net/netstat"), FIELD_FILE_CAP_BYTES), parseNetNetstat);
}
