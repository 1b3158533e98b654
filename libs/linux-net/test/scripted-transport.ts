import { endianness } from "node:os";
import type { SockDiagTransport } from "../src/sock-diag/transport.js";
import { type Message, writeDatagram } from "./netlink-messages.js";

/** What one receive gives: messages (seq is filled in), or a negative errno. */
export type Step = readonly Omit<Message, "seq">[] | number;

/** A kernel by script: each request takes the next list of steps, each receive the next step. */
export class ScriptedTransport implements SockDiagTransport {
  closed = 0;
  readonly requests: Uint8Array[] = [];
  #steps: Step[] = [];

  constructor(private readonly dumps: (readonly Step[])[]) {}

  send(request: Uint8Array): number {
    this.requests.push(request);
    this.#steps = [...(this.dumps.shift() ?? [])];
    return request.length;
  }

  receive(into: Uint8Array): number {
    const step = this.#steps.shift() ?? -11;
    if (typeof step === "number") return step;
    const request = this.requests.at(-1) ?? new Uint8Array(76);
    const seq = new DataView(request.buffer).getUint32(8, endianness() === "LE");
    const bytes = writeDatagram(step.map((message) => ({ ...message, seq })));
    into.set(bytes);
    return bytes.length;
  }

  close(): void {
    this.closed++;
  }
}
