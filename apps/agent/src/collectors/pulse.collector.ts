import { METRICS, type Metric } from "@fourtuple/core/samples";
import { type FieldReading, openPulse, type Pulse, type PulseReading } from "@fourtuple/linux-net/proc";

const FILES = ["sockstat", "sockstat6", "snmp", "netstat"] as const satisfies readonly (keyof PulseReading)[];

/** Where each metric of the pulse stands: `sockstat.TCP.tw` is the field `TCP.tw` of net/sockstat. */
const FIELDS = METRICS.flatMap(({ id, name, source }) => {
  const file = FILES.find((each) => each === source);
  return file === undefined ? [] : [{ id, source: file, field: fieldOf(name, file) }];
});
const WANTED: ReadonlySet<string> = new Set(FIELDS.map(({ field }) => field));

export interface PulseCollected {
  /** By metric id; null for what is not available and for what has another source. */
  readonly values: (number | null)[];
  /** What went wrong, each a line for the log; a file without trouble says nothing. */
  readonly problems: readonly string[];
}

export interface PulseCollector {
  collect(): PulseCollected;
  close(): void;
}

/** The counters and gauges of /proc/net/{sockstat,sockstat6,snmp,netstat}, by the registry of metrics. */
export function createPulseCollector(pulse: Pulse): PulseCollector {
  return { collect: () => collectPulse(pulse), close: () => pulse.close() };
}

export function openPulseCollector(procRoot: string): PulseCollector {
  return createPulseCollector(openPulse(procRoot, { wanted: WANTED }));
}

function fieldOf(name: string, source: Metric["source"]): string {
  const prefix = `${source}.`;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function collectPulse(pulse: Pulse): PulseCollected {
  const values: (number | null)[] = METRICS.map(() => null);
  const reading = readOrFail(pulse);
  if (typeof reading === "string") return { values, problems: [reading] };
  const problems: string[] = [];
  for (const file of FILES) problems.push(...describeFile(file, reading[file]));
  for (const { id, source, field } of FIELDS) {
    const file = reading[source];
    const value = file.status === "ok" ? file.fields.get(field) : undefined;
    if (value === undefined) continue;
    if (Number.isSafeInteger(value) && value >= 0) values[id] = value;
    else problems.push(`net/${source}: ${field} is out of range`);
  }
  return { values, problems };
}

function readOrFail(pulse: Pulse): PulseReading | string {
  try {
    return pulse.read();
  } catch (error) {
    return `the counters could not be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function describeFile(file: string, result: FieldReading): readonly string[] {
  if (result.status === "unreadable") return [`net/${file} cannot be read: ${result.reason}`];
  // Without IPv6 there is no sockstat6, and nothing is wrong.
  if (result.status === "absent") return file === "sockstat6" ? [] : [`net/${file} does not exist`];
  return result.skipped.map((part) => `net/${file}: ${part}`);
}
