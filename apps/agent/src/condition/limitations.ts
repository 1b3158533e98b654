import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Condition, Limitation, Sysctls } from "@fourtuple/contracts/agent";
import { type ProcessLimits, readProcessLimits } from "@fourtuple/linux-net/proc";
import type { SamplerStatus } from "../sampler.js";

const LIVE_PROC_ROOT = "/proc";
const CGROUP_ROOT = "/sys/fs/cgroup";
/** The agent holds about 20: some of Node's, its files, netlink, the server. Below this a busy moment may lack one. */
const FEW_OPEN_FILES = 64;
/** It uses about 50 MB; what is tighter than this may end it (judgement). */
const LITTLE_MEMORY_BYTES = 96 * 1024 * 1024;
const MAX_DETAIL = 300;

/** Without these nobody can say how many ports there are, or what becomes of a closed connection. */
const NEEDED_SYSCTLS = [
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_tw_reuse",
  "net.ipv4.tcp_max_tw_buckets",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_max_syn_backlog",
  "net.ipv4.tcp_syncookies",
  "net.core.somaxconn",
] as const;

/** What of the surroundings the agent may see and use; each null where all is well. */
export interface Surroundings {
  readonly foreignProcesses: string | null;
  readonly cgroups: string | null;
  readonly limits: ProcessLimits;
  /** No file could be opened for want of a descriptor: then nothing else is known. */
  readonly outOfDescriptors: boolean;
}

const NO_LIMITS: ProcessLimits = { openFiles: null, memoryBytes: null };
const NOTHING_KNOWN: Surroundings = {
  foreignProcesses: null,
  cgroups: null,
  limits: NO_LIMITS,
  outOfDescriptors: false,
};

/** Looks at what may change while the agent runs; a fixture has no surroundings. */
export function probeSurroundings(procRoot: string): Surroundings {
  if (procRoot !== LIVE_PROC_ROOT) return NOTHING_KNOWN;
  // Of another user than ours nearly always; with hidepid it is not even there.
  const foreignProcesses = whyUnlistable(join(procRoot, "1/fd"));
  if (foreignProcesses === "EMFILE" || foreignProcesses === "ENFILE")
    return { ...NOTHING_KNOWN, outOfDescriptors: true };
  const cgroups = whyUnlistable(CGROUP_ROOT);
  return {
    foreignProcesses,
    cgroups,
    limits: readProcessLimits(procRoot, CGROUP_ROOT),
    outOfDescriptors: false,
  };
}

export interface LimitationInput {
  readonly surroundings: Surroundings;
  readonly sampler: Pick<SamplerStatus, "source" | "sourceReason" | "pulseWorks" | "conntrackProblem">;
  readonly sysctls: Sysctls | null;
  readonly spoolProblem: Condition["spool"]["problem"];
  /** Why other namespaces, which were asked for, cannot be looked into. */
  readonly namespacesProblem: string | null;
}

/** @returns what this agent may not see or do, each with the cause and what would change it, in a fixed order. */
export function findLimitations(input: LimitationInput): Limitation[] {
  const { surroundings, sampler, sysctls, spoolProblem, namespacesProblem } = input;
  const { foreignProcesses, cgroups, limits, outOfDescriptors } = surroundings;
  const found: (readonly [Limitation["code"], string | null])[] = [
    ["no-sock-diag", sampler.source === "sock_diag" ? null : (sampler.sourceReason ?? "not asked yet")],
    ["no-procfs", sampler.pulseWorks ? null : "no counter of /proc/net can be read"],
    ["foreign-processes-hidden", foreignProcesses && explainForeign(foreignProcesses)],
    ["cgroups-unreadable", cgroups && `${CGROUP_ROOT}: ${cgroups}: services and containers have no names`],
    ["namespaces-unreadable", namespacesProblem],
    ["sysctls-missing", explainSysctls(sysctls)],
    ["conntrack-unreadable", explainConntrack(sampler.conntrackProblem)],
    ["spool-unwritable", spoolProblem],
    ["memory-limited", explainMemory(limits)],
    ["descriptors-limited", outOfDescriptors ? NO_DESCRIPTOR : explainOpenFiles(limits)],
  ];
  return found.flatMap(([code, detail]) =>
    detail === null ? [] : [{ code, detail: detail.slice(0, MAX_DETAIL) }],
  );
}

const NO_DESCRIPTOR = "there is no descriptor left to open a file with (EMFILE); raise RLIMIT_NOFILE";

function whyUnlistable(directory: string): string | null {
  try {
    readdirSync(directory);
    return null;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

function explainForeign(reason: string): string {
  return `/proc/1/fd: ${reason}: processes of other users cannot be named as owners of sockets; CAP_SYS_PTRACE would allow it`;
}

function explainSysctls(sysctls: Sysctls | null): string | null {
  if (sysctls === null) return null;
  const present = new Set(
    sysctls.readings.filter(({ status }) => status === "present").map(({ name }) => name),
  );
  const missing = NEEDED_SYSCTLS.filter((name) => !present.has(name));
  return missing.length === 0 ? null : `not available here: ${missing.join(", ")}`;
}

function explainConntrack(problem: string | null): string | null {
  return problem === null ? null : `net.netfilter.nf_conntrack_count: ${problem}`;
}

function explainMemory({ memoryBytes }: ProcessLimits): string | null {
  if (memoryBytes === null || memoryBytes >= LITTLE_MEMORY_BYTES) return null;
  return `the cgroup allows ${Math.floor(memoryBytes / 1024 / 1024)} MiB of memory; the agent may be ended for using more`;
}

function explainOpenFiles({ openFiles }: ProcessLimits): string | null {
  if (openFiles === null || openFiles > FEW_OPEN_FILES) return null;
  return `RLIMIT_NOFILE is ${openFiles}: a file or the connection may fail to open`;
}
