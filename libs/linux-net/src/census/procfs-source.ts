import { closeSync, readSync } from "node:fs";
import { join } from "node:path";
import { NetTcpParser } from "../proc/net-tcp.js";
import { failureOf, openForReading } from "../proc/read-bounded.js";
import { CpuMeter } from "./cpu-meter.js";
import { describeUnknown, joinReasons, type SourceOutcome } from "./reading.js";

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
  for (let reads = 1; ; reads++) {
    const got = readSync(fd, parser.free());
    if (got === 0) return null;
    parser.advance(got);
    total += got;
    if (total >= FILE_CAP_BYTES) return `cut after ${FILE_CAP_BYTES} bytes`;
    if (reads % READS_PER_TURN === 0) await cpu.giveWay();
  }
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

/** Why a file makes the census partial. Without IPv6 there is no tcp6, and nothing is missing. */
function describeFile(name: string, outcome: FileOutcome): string | null {
  if (outcome.status === "absent") return name === "tcp6" ? null : `${name}: absent`;
  const reason = outcome.status === "unreadable" ? outcome.reason : outcome.partialReason;
  return reason === null ? null : `${name}: ${reason}`;
}

/** The census by `/proc/net/tcp` and `tcp6`: about three times the CPU of sock_diag, no backlog and no drops. */
export async function readProcfsCensus(root: string): Promise<SourceOutcome> {
  const cpu = new CpuMeter();
  const parser = new NetTcpParser();
  const tcp = await feedFile(join(root, "net/tcp"), parser, cpu);
  const tcp6 = await feedFile(join(root, "net/tcp6"), parser, cpu);
  const fileReasons = [describeFile("tcp", tcp), describeFile("tcp6", tcp6)];
  if (tcp.status !== "read" && tcp6.status !== "read") {
    return { ok: false, reason: `procfs: ${joinReasons(fileReasons) ?? "no file"}` };
  }
  const { badLines, unknown, counts, sockets, listeners, listenersOmitted } = parser.result();
  const partialReason = joinReasons([
    ...fileReasons,
    badLines > 0 ? `${badLines} lines did not parse` : null,
    describeUnknown(unknown),
  ]);
  const partial = partialReason !== null;
  const cpuUs = cpu.readUs();
  return {
    ok: true,
    reading: { partial, partialReason, counts, listeners, listenersOmitted, cpuUs, sockets },
  };
}
