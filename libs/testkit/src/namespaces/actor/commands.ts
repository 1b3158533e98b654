import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sysctlPath } from "@fourtuple/core/tcp";
import type { ActorCommand, CommandInput, CommandOutput } from "../protocol.js";
import { readCensus } from "./census.js";
import {
  acceptConnection,
  closeSocket,
  type Listening,
  openConnection,
  openListener,
  resetSocket,
  shutdownWrite,
  writeBytes,
} from "./sockets.js";
import { countBySs } from "./ss.js";
import { wireHandlers } from "./wire-commands.js";

/** What one process can do by itself; `addActor` belongs to the process that holds the others. */
type LocalCommand = Exclude<ActorCommand, "addActor">;
type Handlers = {
  [C in LocalCommand]: (input: CommandInput<C>) => CommandOutput<C> | Promise<CommandOutput<C>>;
};

const listeners = new Map<number, Listening>();
const connections = new Map<number, readonly number[]>();
let lastId = 0;

function listenerOf(id: number): Listening {
  const listener = listeners.get(id);
  if (listener === undefined) throw new Error(`no listener ${id}`);
  return listener;
}

function hold(descriptors: readonly number[]): number {
  lastId++;
  connections.set(lastId, descriptors);
  return lastId;
}

/** Descriptors that were had, and how often each errno came instead. */
class Harvest {
  readonly descriptors: number[] = [];
  readonly errors: Record<string, number> = {};

  /** @returns the descriptor, null when there is an errno in its place. */
  take(result: number | string): number | null {
    if (typeof result === "string") {
      this.errors[result] = (this.errors[result] ?? 0) + 1;
      return null;
    }
    this.descriptors.push(result);
    return result;
  }
}

function connect({
  address,
  port,
  count,
  blocking,
  source,
}: CommandInput<"connect">): CommandOutput<"connect"> {
  const clients = new Harvest();
  for (let done = 0; done < count; done++) clients.take(openConnection(address, port, blocking, source));
  return {
    connections: hold(clients.descriptors),
    connected: clients.descriptors.length,
    errors: clients.errors,
  };
}

function connectPairs({
  listener,
  count,
  source,
}: CommandInput<"connectPairs">): CommandOutput<"connectPairs"> {
  const { fd, address, port } = listenerOf(listener);
  const clients = new Harvest();
  const servers = new Harvest();
  for (let done = 0; done < count; done++) {
    if (clients.take(openConnection(address, port, true, source)) !== null)
      servers.take(acceptConnection(fd));
  }
  return {
    clients: hold(clients.descriptors),
    servers: hold(servers.descriptors),
    connected: Math.min(clients.descriptors.length, servers.descriptors.length),
    errors: { ...clients.errors, ...servers.errors },
  };
}

function accept({ listener, count }: CommandInput<"accept">): CommandOutput<"accept"> {
  const { fd } = listenerOf(listener);
  const servers = new Harvest();
  for (let done = 0; done < count; done++) servers.take(acceptConnection(fd));
  return { connections: hold(servers.descriptors), accepted: servers.descriptors.length };
}

function closeById(id: number): number {
  const listener = listeners.get(id);
  const descriptors = listener ? [listener.fd] : (connections.get(id) ?? []);
  for (const fd of descriptors) closeSocket(fd);
  listeners.delete(id);
  connections.delete(id);
  return descriptors.length;
}

async function runExport({ module, name, argument }: CommandInput<"run">): Promise<unknown> {
  const exported: unknown = (await import(module))[name];
  if (typeof exported !== "function") throw new Error(`${module} exports no function ${name}`);
  return exported(argument);
}

export const handlers: Handlers = {
  listen: ({ address, port, backlog }) => {
    const listening = openListener(address, port, backlog);
    lastId++;
    listeners.set(lastId, listening);
    return { listener: lastId, address, port: listening.port };
  },
  connect,
  connectPairs,
  accept,
  shutdownWrite: ({ connections: id }) => {
    const descriptors = connections.get(id) ?? [];
    for (const fd of descriptors) shutdownWrite(fd);
    return { done: descriptors.length };
  },
  write: ({ connections: id, bytes }) => {
    const descriptors = connections.get(id) ?? [];
    return { written: descriptors.reduce((written, fd) => written + writeBytes(fd, bytes), 0) };
  },
  reset: ({ connections: id }) => {
    for (const fd of connections.get(id) ?? []) resetSocket(fd);
    return { closed: closeById(id) };
  },
  close: ({ id }) => ({ closed: closeById(id) }),
  writeSysctl: async ({ name, value }) => {
    await writeFile(join("/proc", sysctlPath(name)), value);
    return {};
  },
  readText: async ({ path }) => ({ text: await readFile(path, "latin1") }),
  countBySs: async () => ({ counts: await countBySs() }),
  readCensus,
  run: runExport,
  ...wireHandlers,
};
