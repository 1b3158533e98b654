import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { namespacesAvailable } from "./availability.js";
import type {
  ActorCommand,
  ActorReady,
  ActorReply,
  ActorRequest,
  CommandInput,
  CommandOutput,
} from "./protocol.js";

/** A process inside the namespace that makes traffic when asked. */
export interface Actor {
  /** Open files each actor may have; a connection with both ends in one actor takes two. */
  readonly descriptorLimit: number;
  /** @throws with the actor's reason, or after a minute without an answer. */
  ask<C extends ActorCommand>(command: C, input: CommandInput<C>): Promise<CommandOutput<C>>;
}

/** A private network namespace with `lo` up, for as long as it is not closed. */
export interface Namespace extends Actor {
  /** Its first process; `/proc/<pid>/net` shows the namespace. */
  readonly pid: number;
  /** Another process in the same namespace, for more sockets than one may open. */
  addActor(): Promise<Actor>;
  /** Ends every process in it, by pid, and with them the namespace. */
  close(): Promise<void>;
}

const START_TIMEOUT_MS = 15_000;
const ASK_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 3_000;
const MAX_STDERR = 4_096;
const ACTOR_FILE = fileURLToPath(new URL("./actor/main.js", import.meta.url));

interface Waiting {
  resolve(output: unknown): void;
  reject(error: Error): void;
  readonly timer: NodeJS.Timeout;
}

class ProcessNamespace implements Namespace {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
    readonly descriptorLimit: number,
  ) {
    child.on("message", (reply: ActorReply) => this.#settle(reply));
    child.once("exit", (code, signal) => this.#fail(`the namespace ended with ${code ?? signal}`));
  }

  ask<C extends ActorCommand>(command: C, input: CommandInput<C>): Promise<CommandOutput<C>> {
    return this.askActor(0, command, input);
  }

  async askActor<C extends ActorCommand>(
    actor: number,
    command: C,
    input: CommandInput<C>,
  ): Promise<CommandOutput<C>> {
    const id = ++this.#lastId;
    const request: ActorRequest<C> = { id, actor, command, input };
    const output = await new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`${command}: no answer within ${ASK_TIMEOUT_MS} ms`));
      }, ASK_TIMEOUT_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      if (!this.child.connected) this.#fail("the namespace has ended");
      else this.child.send(request);
    });
    // The actor answers each command by the same table of types.
    return output as CommandOutput<C>;
  }

  async addActor(): Promise<Actor> {
    const { actor } = await this.ask("addActor", {});
    return {
      descriptorLimit: this.descriptorLimit,
      ask: (command, input) => this.askActor(actor, command, input),
    };
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), CLOSE_TIMEOUT_MS);
    if (this.child.connected) this.child.disconnect();
    await ended;
    clearTimeout(timer);
  }

  #settle(reply: ActorReply): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    this.#waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    if (reply.ok) waiting.resolve(reply.output);
    else waiting.reject(new Error(reply.reason));
  }

  #fail(reason: string): void {
    for (const id of [...this.#waiting.keys()]) this.#settle({ id, ok: false, reason });
  }
}

/** Waits for the actor's first message; its stderr is the reason when it ends before. */
function awaitReady(child: ChildProcess): Promise<ActorReady> {
  return new Promise((resolve, reject) => {
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-MAX_STDERR);
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), START_TIMEOUT_MS);
    const giveUp = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`the namespace did not start: ${why} ${stderr.trim()}`));
    };
    child.once("error", (error) => giveUp(error.message));
    child.once("exit", (code, signal) => giveUp(`ended with ${code ?? signal}`));
    child.once("message", (ready: ActorReady) => {
      clearTimeout(timer);
      resolve(ready);
    });
  });
}

/** @throws where the system forbids namespaces; ask `namespacesAvailable()` before. */
export async function startNamespace(): Promise<Namespace> {
  const availability = namespacesAvailable();
  if (!availability.ok) throw new Error(availability.reason);
  const child = spawn("unshare", [...availability.flags, process.execPath, ACTOR_FILE], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const { descriptorLimit } = await awaitReady(child);
  return new ProcessNamespace(child, child.pid ?? 0, descriptorLimit);
}
