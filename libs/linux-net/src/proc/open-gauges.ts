import { join } from "node:path";
import { KeptFile } from "./kept-file.js";

/** One line with a few numbers. */
const CAP_BYTES = 512;
/** At one reading a second, a conntrack module that is loaded later is seen within a minute. */
const RETRY_EVERY = 60;

/** The figures of one file of /proc/sys; `absent` where this kernel or namespace has none. */
export type GaugeReading =
  | { readonly status: "ok"; readonly numbers: readonly (number | null)[] }
  | { readonly status: "absent" }
  | { readonly status: "unreadable"; readonly reason: string };

export interface GaugesReading {
  /** net.netfilter.nf_conntrack_count: entries of this namespace. */
  readonly conntrackCount: GaugeReading;
  /** net.netfilter.nf_conntrack_max: of the host. */
  readonly conntrackMax: GaugeReading;
  /** fs.file-nr: allocated, free (0 since Linux 2.6), the maximum. */
  readonly fileNr: GaugeReading;
}

export interface Gauges {
  read(): GaugesReading;
  close(): void;
}

/** @param root the proc file system, `/proc` or a fixture. Nothing is opened before the first read. */
export function openGauges(root: string): Gauges {
  const files = {
    conntrackCount: new KeptFile(join(root, "sys/net/netfilter/nf_conntrack_count"), CAP_BYTES, RETRY_EVERY),
    conntrackMax: new KeptFile(join(root, "sys/net/netfilter/nf_conntrack_max"), CAP_BYTES, RETRY_EVERY),
    fileNr: new KeptFile(join(root, "sys/fs/file-nr"), CAP_BYTES, RETRY_EVERY),
  };
  return {
    read: () => ({
      conntrackCount: readNumbers(files.conntrackCount),
      conntrackMax: readNumbers(files.conntrackMax),
      fileNr: readNumbers(files.fileNr),
    }),
    close: () => {
      for (const file of Object.values(files)) file.close();
    },
  };
}

function readNumbers(file: KeptFile): GaugeReading {
  const reading = file.read();
  return reading.status === "ok" ? { status: "ok", numbers: parseNumbers(reading.text) } : reading;
}

/**
 * @returns the whole numbers of a line; null for what is none, or more than 2^53: fs.file-max of 2^63-1,
 *   as systemd sets it, is no limit that could be told exactly.
 */
export function parseNumbers(text: string): (number | null)[] {
  const tokens = text.trim().split(/\s+/);
  return tokens.map((token) => {
    const value = /^\d{1,16}$/.test(token) ? Number(token) : Number.NaN;
    return Number.isSafeInteger(value) ? value : null;
  });
}
