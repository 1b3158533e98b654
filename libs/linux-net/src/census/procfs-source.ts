import { closeSync, readSync } from "node:fs";
import { join } from "node:path";
import type { CensusTier } from "@fourtuple/core/samples";
import type { EphemeralPorts } from "../aggregate/ephemeral-ports.js";
import type { ListenPorts } from "../aggregate/listen-ports.js";
import type { SocketAggregate } from "../aggregate/socket-aggregate.js";
import { NetTcpParser, type RowSink } from "../proc/net-tcp.js";
import { failureOf, openForReading } from "../proc/read-bounded.js";
import { CpuMeter } from "./cpu-meter.js";
import { tellListeners, tellSockets } from "./found.js";
import { AggregateRows, ListenerRows } from "./procfs-rows.js";
import { EVERYTHING, joinReasons, type ListenersFound, type Outcome, type SocketsFound } from "./reading.js";
import type { SocketSource } from "./source.js";
import { TIER_STATES } from "./tiers.js";

/** 1.7 million rows of 150 bytes; a file that goes on past it is cut and said to be (judgement). */
const FILE_CAP_BYTES = 256 * 1024 * 1024;
/** The kernel hands out about one page, 27 rows, per read: 64 kB between two turns of the event loop. */
const READS_PER_TURN = 16;

type FileOutcome =
  | { readonly status: "read"; readonly partialReason: string | null }
  | { readonly status: "absent" }
  | { readonly status: "unreadable"; readonly reason: string };

async function feedDescriptor(fd: number, parser: NetTcpParser, cpu: CpuMeter): Promise<string | null> {
  let total = 0;
  for (let reads = 1; !parser.satisfied; reads++) {
    const got = readSync(fd, parser.free());
    if (got === 0) break;
    parser.advance(got);
    total += got;
    if (total >= FILE_CAP_BYTES) return `cut after ${FILE_CAP_BYTES} bytes`;
    if (reads % READS_PER_TURN === 0) await cpu.giveWay();
  }
  return null;
}

async function feedFile(path: string, parser: NetTcpParser, cpu: CpuMeter): Promise<FileOutcome> {
  const opened = openForReading(path);
  if (opened.status !== "ok") return opened;
  try {
    return { status: "read", partialReason: await feedDescriptor(opened.fd, parser, cpu) };
  } catch (error) {
    return failureOf(error);
  } finally {
    parser.endFile();
    closeSync(opened.fd);
  }
}

/** Why a file makes the reading partial. Without IPv6 there is no tcp6, and nothing is missing. */
function describeFile(name: string, outcome: FileOutcome): string | null {
  if (outcome.status === "absent") return name === "tcp6" ? null : `${name}: absent`;
  const reason = outcome.status === "unreadable" ? outcome.reason : outcome.partialReason;
  return reason === null ? null : `${name}: ${reason}`;
}

/** Feeds both files to `sink`. @returns why rows may be missing, or why there are none at all. */
async function readRows(
  root: string,
  sink: RowSink,
  cpu: CpuMeter,
): Promise<Outcome<readonly (string | null)[]>> {
  const parser = new NetTcpParser(sink);
  const tcp = await feedFile(join(root, "net/tcp"), parser, cpu);
  const tcp6 = await feedFile(join(root, "net/tcp6"), parser, cpu);
  const reasons = [describeFile("tcp", tcp), describeFile("tcp6", tcp6)];
  if (tcp.status !== "read" && tcp6.status !== "read") {
    return { ok: false, reason: `procfs: ${joinReasons(reasons) ?? "no file"}` };
  }
  const { badLines } = parser;
  return { ok: true, found: [...reasons, badLines > 0 ? `${badLines} lines did not parse` : null] };
}

/**
 * The sockets by `/proc/net/tcp` and `tcp6`: about three times the CPU of sock_diag whatever the tier, since
 * the kernel writes every row; no backlog, no drops and no cgroups.
 */
export class ProcfsSource implements SocketSource {
  constructor(
    private readonly root: string,
    private readonly listenPorts: ListenPorts,
    private readonly aggregate: SocketAggregate,
  ) {}

  async readListeners(): Promise<Outcome<ListenersFound>> {
    const cpu = new CpuMeter();
    this.listenPorts.clear();
    const sink = new ListenerRows(this.listenPorts);
    const rows = await readRows(this.root, sink, cpu);
    return rows.ok ? { ok: true, found: tellListeners(sink, rows.found, cpu) } : rows;
  }

  async read(tier: CensusTier, ports: EphemeralPorts, wants = EVERYTHING): Promise<Outcome<SocketsFound>> {
    const cpu = new CpuMeter();
    this.aggregate.begin(TIER_STATES[tier], ports);
    const rows = await readRows(this.root, new AggregateRows(this.aggregate), cpu);
    return rows.ok ? { ok: true, found: tellSockets(this.aggregate, tier, rows.found, cpu, wants) } : rows;
  }

  /** Its files are closed after each reading. */
  close(): void {}
}
