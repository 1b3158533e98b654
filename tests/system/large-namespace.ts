import { readdir, readFile } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { join, resolve } from "node:path";
import type { TcpState } from "@fourtuple/core/tcp";
import {
  type Actor,
  type HeldPairs,
  holdEstablished,
  type Namespace,
  pileCloseWait,
  startNamespace,
} from "@fourtuple/testkit/namespaces";

const bin = resolve(import.meta.dirname, "../../apps/cli/bin/fourtuple.mjs");
const MODULE = new URL("./large-namespace.mjs", import.meta.url).href;

/** Fewer than the 50 entries of a list, so that it shows them all. */
const DESTINATIONS = 40;
/** Of these the connecting end has closed its half: FIN_WAIT2 at one end, CLOSE_WAIT at the other, for good. */
const LEAKED_DESTINATIONS = 4;
/** Descriptors that a process needs for itself. */
const SPARE_DESCRIPTORS = 200;

export interface Population {
  /** Connections to each of `destinations`; each has two sockets, as both ends are in the namespace. */
  readonly pairs: number;
  readonly destinations: readonly HeldPairs[];
}

/** A network namespace full of sockets that stay, and an agent in it that reports to a server outside. */
export class LargeNamespace {
  private constructor(
    private readonly namespace: Namespace,
    readonly population: Population,
  ) {}

  private relay: Server | null = null;
  private agentPid = 0;

  /** @param sockets about so many; a multiple of 80 exactly, and the listeners. */
  static async create(sockets: number): Promise<LargeNamespace> {
    const namespace = await startNamespace();
    try {
      return new LargeNamespace(namespace, await populate(namespace, Math.round(sockets / 2 / DESTINATIONS)));
    } catch (error) {
      await namespace.close();
      throw error;
    }
  }

  /** @param folder for the way out. @param port of the server, on the loopback outside. */
  async startAgent(folder: string, port: number, env: Readonly<Record<string, string>>): Promise<void> {
    const socketPath = join(folder, "way-out.sock");
    this.relay = createServer((inside) => {
      const server = connect(port, "127.0.0.1");
      inside.pipe(server).pipe(inside);
      inside.on("error", () => server.destroy());
      server.on("error", () => inside.destroy());
    });
    await new Promise<void>((listening) => this.relay?.listen(socketPath, listening));
    const started = await this.namespace.ask("run", {
      module: MODULE,
      name: "start",
      argument: { bin, socketPath, env },
    });
    this.agentPid = (started as { readonly pid: number }).pid;
  }

  /** What `ss -tan` counts in it. */
  async countBySs(): Promise<Readonly<Record<TcpState, number>>> {
    return (await this.namespace.ask("countBySs", {})).counts;
  }

  /** CPU of the agent since its start, all its threads, ms: by the scheduler's nanoseconds. */
  async agentCpuMs(): Promise<number> {
    const tasks = `/proc/${this.agentPid}/task`;
    const texts = (await readdir(tasks)).map((thread) => readFile(join(tasks, thread, "schedstat"), "utf8"));
    return (await Promise.all(texts)).reduce((sum, text) => sum + Number(text.split(" ")[0]), 0) / 1e6;
  }

  async close(): Promise<void> {
    if (this.agentPid > 0) await this.namespace.ask("run", { module: MODULE, name: "stop", argument: null });
    await this.namespace.close();
    this.relay?.close();
  }
}

async function populate(namespace: Namespace, pairs: number): Promise<Population> {
  const destinations: HeldPairs[] = [];
  const perActor = Math.floor((namespace.descriptorLimit - SPARE_DESCRIPTORS) / 2 / pairs);
  if (perActor < 1)
    throw new Error(`${namespace.descriptorLimit} open files do not hold ${pairs} connections`);
  let actor: Actor | null = null;
  for (let index = 0; index < DESTINATIONS; index++) {
    if (actor === null || index % perActor === 0) actor = await namespace.addActor();
    const make = index < LEAKED_DESTINATIONS ? pileCloseWait : holdEstablished;
    destinations.push(await make(actor, pairs, { address: `127.8.0.${index + 1}` }));
  }
  return { pairs, destinations };
}
