import { metricByName } from "@fourtuple/core/samples";
import { type GaugeReading, type Gauges, openGauges } from "@fourtuple/linux-net/proc";

const ID = {
  conntrackCount: idOf("net.netfilter.nf_conntrack_count"),
  conntrackMax: idOf("net.netfilter.nf_conntrack_max"),
  filesAllocated: idOf("fs.file-nr.allocated"),
  filesMax: idOf("fs.file-nr.max"),
};

/** The figures of /proc/sys that change by themselves: conntrack entries and open files. */
export interface GaugesCollector {
  /** Puts what is there at the ids of its metrics. What this kernel or namespace has not stays null. */
  place(values: (number | null)[]): void;
  /** Why conntrack, which is there, cannot be read; null when it can or when there is none. */
  conntrackProblem(): string | null;
  close(): void;
}

export function createGaugesCollector(gauges: Gauges): GaugesCollector {
  let conntrackProblem: string | null = null;
  return {
    place(values) {
      const { conntrackCount, conntrackMax, fileNr } = gauges.read();
      values[ID.conntrackCount] = numberAt(conntrackCount, 0);
      values[ID.conntrackMax] = numberAt(conntrackMax, 0);
      values[ID.filesAllocated] = numberAt(fileNr, 0);
      values[ID.filesMax] = numberAt(fileNr, 2);
      conntrackProblem = conntrackCount.status === "unreadable" ? conntrackCount.reason : null;
    },
    conntrackProblem: () => conntrackProblem,
    close: () => gauges.close(),
  };
}

export function openGaugesCollector(procRoot: string): GaugesCollector {
  return createGaugesCollector(openGauges(procRoot));
}

function idOf(name: string): number {
  return metricByName(name)?.id ?? -1;
}

function numberAt(reading: GaugeReading, index: number): number | null {
  return reading.status === "ok" ? (reading.numbers[index] ?? null) : null;
}
