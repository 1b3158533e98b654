import type { ChildProcess } from "node:child_process";
import { isPostmasterOf, processExists } from "./processes.js";

export interface ServerExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A running postmaster, whoever started it. */
export interface ServerProcess {
  readonly pid: number;
  /** Settles when the process has ended; code and signal are null where it was not our child. */
  readonly exited: Promise<ServerExit>;
}

/** A server that takes connections. */
export interface Server {
  readonly process: ServerProcess;
  readonly port: number;
  /** Such as "18.4". */
  readonly version: string;
}

/** How often an adopted process is looked at; nothing tells us of its end (judgement). */
const WATCH_INTERVAL_MS = 250;

export function ofChild(child: ChildProcess, pid: number): ServerProcess {
  const exited = new Promise<ServerExit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  return { pid, exited };
}

/** Watches a process that an earlier launcher has left running. */
export function ofAdopted(pid: number, cluster: string): ServerProcess {
  const exited = new Promise<ServerExit>((resolve) => {
    const timer = setInterval(async () => {
      if ((await isPostmasterOf(cluster, pid)) ?? processExists(pid)) return;
      clearInterval(timer);
      resolve({ code: null, signal: null });
    }, WATCH_INTERVAL_MS);
    timer.unref();
  });
  return { pid, exited };
}
