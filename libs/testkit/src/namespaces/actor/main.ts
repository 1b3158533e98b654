import { type ChildProcess, fork } from "node:child_process";
import type { ActorReady, ActorReply, ActorRequest } from "../protocol.js";
import { handlers } from "./commands.js";
import { bringLoopbackUp, raiseDescriptorLimit } from "./process-setup.js";

/**
 * One process of a private network namespace. It does what its parent asks by message and ends when
 * the parent is gone, whatever way that went. Further actors are its children: they inherit the namespace.
 */
const CHILD = "child";
const children = new Map<number, ChildProcess>();

function send(message: ActorReply | ActorReady): void {
  process.send?.(message);
}

function addActor(): Promise<{ actor: number; pid: number }> {
  const actor = children.size + 1;
  const child = fork(new URL(import.meta.url), [CHILD], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  children.set(actor, child);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`actor ${actor} ended with ${code}`)));
    child.once("message", () => {
      child.on("message", (reply: ActorReply) => send(reply));
      resolve({ actor, pid: child.pid ?? 0 });
    });
  });
}

async function answer({ id, command, input }: ActorRequest): Promise<void> {
  try {
    const handler = command === "addActor" ? addActor : handlers[command];
    // The map ties each command to its input; TypeScript cannot follow it through an index by a union.
    const output = await (handler as (input: unknown) => unknown)(input);
    send({ id, ok: true, output });
  } catch (error) {
    send({ id, ok: false, reason: error instanceof Error ? error.message : String(error) });
  }
}

function route(request: ActorRequest): void {
  const child = children.get(request.actor);
  if (request.actor === 0 || process.argv[2] === CHILD) void answer(request);
  else if (child?.connected) child.send(request);
  else send({ id: request.id, ok: false, reason: `actor ${request.actor} has ended` });
}

process.on("disconnect", () => process.exit(0));
process.on("message", route);
const descriptorLimit = raiseDescriptorLimit();
if (process.argv[2] !== CHILD) bringLoopbackUp();
send({ ready: true, descriptorLimit });
