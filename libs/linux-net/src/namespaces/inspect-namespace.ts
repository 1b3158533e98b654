import { join } from "node:path";
import { CpuMeter } from "../census/cpu-meter.js";
import type { Outcome } from "../census/reading.js";
import type { TransportOpening } from "../sock-diag/transport.js";
import type { NamespaceCount, NamespaceCounter } from "./count-namespace.js";
import { type NamespacePlace, readNamespaceInode } from "./find-namespaces.js";
import type { NamespaceCalls } from "./namespace-calls.js";
import { type NamespaceSettings, readNamespaceSettings, UNKNOWN_SETTINGS } from "./namespace-settings.js";
import type { HomeNamespace, Visit } from "./visit-namespace.js";

/** What an inspection needs of its surroundings. */
export interface InspectContext {
  readonly procRoot: string;
  readonly calls: NamespaceCalls;
  readonly home: HomeNamespace;
  readonly counter: NamespaceCounter;
}

export interface Inspection {
  readonly settings: NamespaceSettings;
  readonly count: Outcome<NamespaceCount>;
  /** Why its settings are not known; null when they are. */
  readonly problem: string | null;
  readonly cpuUs: number;
}

interface Seen {
  readonly settings: NamespaceSettings;
  readonly opening: TransportOpening;
}

const NOT_OPENED: TransportOpening = { ok: false, reason: "there was nothing to count" };

/** Enters once, and comes back with the settings and a netlink socket, which goes on asking there from here. */
function look(place: NamespacePlace, wantsSocket: boolean, context: InspectContext): Visit<Seen> {
  const { procRoot, calls, home } = context;
  const paths = [place.pid === null ? null : join(procRoot, String(place.pid), "ns/net"), place.mountPath];
  let visit: Visit<Seen> = { status: "gone" };
  for (const path of paths) {
    if (path === null || visit.status === "done") continue;
    const next = home.visit(path, place.inode, () => ({
      settings: readNamespaceSettings(procRoot),
      opening: wantsSocket ? calls.openTransport() : NOT_OPENED,
    }));
    if (next.status !== "gone") visit = next;
  }
  return visit;
}

/** @returns true while the process that a figure is had through is in that namespace. */
function isStillThere({ pid, inode }: NamespacePlace, procRoot: string): boolean {
  if (pid === null) return false;
  const link = readNamespaceInode(join(procRoot, String(pid)));
  return link.status === "ok" && link.inode === inode;
}

function findEmpty(place: NamespacePlace, { counter, procRoot }: InspectContext): NamespaceCount | null {
  const none = counter.countNone(place.pid);
  return none !== null && isStillThere(place, procRoot) ? none : null;
}

/** What can be told from outside: the sockets, by the files of a process in the namespace. */
async function inspectFromOutside(
  place: NamespacePlace,
  none: NamespaceCount | null,
  { procRoot, counter }: InspectContext,
): Promise<Outcome<NamespaceCount> | null> {
  if (none !== null) return { ok: true, found: none };
  if (place.pid === null) return { ok: false, reason: "no process in it is known" };
  const count = await counter.countOf(place.pid, UNKNOWN_SETTINGS);
  return isStillThere(place, procRoot) ? count : null;
}

/**
 * Reads the settings and the sockets of a namespace from ours. @returns null when it is gone. What was opened
 * there is closed again: the namespace could not end before.
 */
export async function inspectNamespace(
  place: NamespacePlace,
  context: InspectContext,
): Promise<Inspection | null> {
  const cpu = new CpuMeter();
  const none = findEmpty(place, context);
  const visit = look(place, none === null, context);
  const lookUs = cpu.readUs();
  if (visit.status === "gone") return null;
  if (visit.status === "refused") {
    const count = await inspectFromOutside(place, none, context);
    const problem = `it may not be entered (${visit.reason}, CAP_SYS_ADMIN is needed): its settings are not known`;
    return count && { settings: UNKNOWN_SETTINGS, count, problem, cpuUs: lookUs + cpuOf(count) };
  }
  const { settings, opening } = visit.value;
  const count: Outcome<NamespaceCount> =
    none === null ? await context.counter.countBy(opening, settings) : { ok: true, found: none };
  const problem = settings.range === null ? "its range of ports cannot be read" : null;
  return { settings, count, problem, cpuUs: lookUs + cpuOf(count) };
}

function cpuOf(count: Outcome<NamespaceCount>): number {
  return count.ok ? count.found.cpuUs : 0;
}
