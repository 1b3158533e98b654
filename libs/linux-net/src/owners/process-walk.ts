import { type Dir, opendirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { HeldSockets } from "./held-sockets.js";
import type { SearchBudget } from "./search-budget.js";

/** Names that a directory is asked for at once. */
const NAMES_PER_READ = 128;
const SOCKET_LINK = /^socket:\[(\d{1,15})\]$/;
const PROCESS_NAME = /^[1-9]\d{0,9}$/;
const NOT_ALLOWED = new Set(["EACCES", "EPERM"]);

/** What came of looking into all processes. */
export interface ProcessWalk {
  readonly processes: number;
  /** Processes that may not be looked into. */
  readonly refused: number;
  /** The budget was spent before the end. */
  readonly cut: boolean;
  /** Why /proc itself could not be listed; null when it could. */
  readonly failure: string | null;
}

export type OnHeld = (pid: number, key: number) => void;

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

/** The names of a directory, which may vanish at any time; what `onError` hears of ends it. */
function* namesIn(path: string, onError: (code: string) => void): Generator<string> {
  let directory: Dir | null = null;
  try {
    directory = opendirSync(path, { bufferSize: NAMES_PER_READ });
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry.name;
  } catch (error) {
    onError(codeOf(error));
  } finally {
    directory?.closeSync();
  }
}

const REFUSED = -1;

/** @returns the inode of the socket that a descriptor is, 0 when it is none or gone, REFUSED where it may not be read. */
function readSocketInode(path: string): number {
  try {
    return Number(SOCKET_LINK.exec(readlinkSync(path))?.[1] ?? 0);
  } catch (error) {
    return NOT_ALLOWED.has(codeOf(error)) ? REFUSED : 0;
  }
}

class Walker {
  processes = 0;
  refused = 0;
  cut = false;
  failure: string | null = null;

  constructor(
    private readonly procRoot: string,
    private readonly sockets: HeldSockets,
    private readonly budget: SearchBudget,
    private readonly onHeld: OnHeld,
  ) {}

  async walk(): Promise<void> {
    const onError = (code: string) => {
      this.failure = code;
    };
    for (const name of namesIn(this.procRoot, onError)) {
      if (this.cut) return;
      if (PROCESS_NAME.test(name)) await this.#lookInto(name);
    }
  }

  /**
   * A process that ends meanwhile is one less to look into, and nothing is wrong. With some capabilities its
   * descriptors may be listed and yet not be read.
   */
  async #lookInto(name: string): Promise<void> {
    this.processes++;
    const pid = Number(name);
    const directory = join(this.procRoot, name, "fd");
    const onError = (code: string) => {
      if (NOT_ALLOWED.has(code)) this.refused++;
    };
    for (const descriptor of namesIn(directory, onError)) {
      const inode = readSocketInode(`${directory}/${descriptor}`);
      if (inode === REFUSED) {
        this.refused++;
        break;
      }
      if (inode !== 0) this.sockets.find(inode, pid, (key) => this.onHeld(pid, key));
      if (this.budget.step() && (await this.#isSpent())) return;
    }
    if (this.budget.step()) await this.#isSpent();
  }

  async #isSpent(): Promise<boolean> {
    await this.budget.giveWay();
    this.cut = this.budget.isSpent();
    return this.cut;
  }
}

/** Looks through the descriptors of every process once, and tells of each socket that is sought. */
export async function walkProcesses(
  procRoot: string,
  sockets: HeldSockets,
  budget: SearchBudget,
  onHeld: OnHeld,
): Promise<ProcessWalk> {
  const walker = new Walker(procRoot, sockets, budget, onHeld);
  await walker.walk();
  const { processes, refused, cut, failure } = walker;
  return { processes, refused, cut, failure };
}
