import { join } from "node:path";
import { FIELD_FILE_CAP_BYTES, type FieldReading, type FieldTable, readFields } from "./field-table.js";
import { KeptFile } from "./kept-file.js";
import { parseNetSockstat, parseNetSockstat6 } from "./net-sockstat.js";
import { PairedLayout } from "./paired-layout.js";

export interface PulseReading {
  readonly sockstat: FieldReading;
  readonly sockstat6: FieldReading;
  readonly snmp: FieldReading;
  readonly netstat: FieldReading;
}

/** The four O(1) files of the kernel, read again and again. */
export interface Pulse {
  read(): PulseReading;
  close(): void;
}

export interface PulseOptions {
  /** The only fields that are looked at, such as `TcpExt.ListenDrops`; others may be given all the same. */
  readonly wanted?: ReadonlySet<string>;
}

/** @param root the proc file system, `/proc` or a fixture. Nothing is opened before the first read. */
export function openPulse(root: string, { wanted }: PulseOptions = {}): Pulse {
  const snmp = new PairedLayout(wanted ?? null);
  const netstat = new PairedLayout(wanted ?? null);
  const files = {
    sockstat: reader(root, "net/sockstat", parseNetSockstat),
    sockstat6: reader(root, "net/sockstat6", parseNetSockstat6),
    snmp: reader(root, "net/snmp", (text) => snmp.parse(text)),
    netstat: reader(root, "net/netstat", (text) => netstat.parse(text)),
  };
  return {
    read: () => ({
      sockstat: files.sockstat.read(),
      sockstat6: files.sockstat6.read(),
      snmp: files.snmp.read(),
      netstat: files.netstat.read(),
    }),
    close: () => {
      for (const file of Object.values(files)) file.close();
    },
  };
}

function reader(root: string, path: string, parse: (text: string) => FieldTable) {
  const file = new KeptFile(join(root, path), FIELD_FILE_CAP_BYTES);
  return { read: (): FieldReading => readFields(file.read(), parse), close: () => file.close() };
}
