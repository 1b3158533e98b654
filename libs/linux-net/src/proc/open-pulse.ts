import { closeSync } from "node:fs";
import { join } from "node:path";
import { FIELD_FILE_CAP_BYTES, type FieldReading, type FieldTable, readFields } from "./field-table.js";
import { parseNetNetstat } from "./net-netstat.js";
import { parseNetSnmp } from "./net-snmp.js";
import { parseNetSockstat, parseNetSockstat6 } from "./net-sockstat.js";
import { openForReading, readFromStart } from "./read-bounded.js";

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

/**
 * One file whose descriptor is kept: each read starts at 0 again. A file that is absent or fails is
 * opened anew at the next read, so that one which appears later (the ipv6 module) is found.
 */
class KeptFile {
  #fd: number | null = null;

  constructor(
    private readonly path: string,
    private readonly parse: (text: string) => FieldTable,
  ) {}

  read(): FieldReading {
    if (this.#fd === null) {
      const opened = openForReading(this.path);
      if (opened.status !== "ok") return opened;
      this.#fd = opened.fd;
    }
    const reading = readFromStart(this.#fd, FIELD_FILE_CAP_BYTES);
    if (reading.status !== "ok") this.close();
    return readFields(reading, this.parse);
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }
}

/** @param root the proc file system, `/proc` or a fixture. Nothing is opened before the first read. */
export function openPulse(root: string): Pulse {
  const sockstat = new KeptFile(join(root, "net/sockstat"), parseNetSockstat);
  const sockstat6 = new KeptFile(join(root, "net/sockstat6"), parseNetSockstat6);
  const snmp = new KeptFile(join(root, "net/snmp"), parseNetSnmp);
  const netstat = new KeptFile(join(root, "net/netstat"), parseNetNetstat);
  return {
    read: () => ({
      sockstat: sockstat.read(),
      sockstat6: sockstat6.read(),
      snmp: snmp.read(),
      netstat: netstat.read(),
    }),
    close: () => {
      for (const file of [sockstat, sockstat6, snmp, netstat]) file.close();
    },
  };
}
