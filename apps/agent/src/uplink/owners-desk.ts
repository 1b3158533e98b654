import { FRAME, jsonFrame, type Owners, type OwnersRequest } from "@fourtuple/contracts/agent";
import { systemClock } from "../clock.js";
import type { Wire } from "./wire.js";

/** Questions that may wait for one search; more are not answered (judgement). */
const MAX_WAITING = 16;

/**
 * Answers the server's questions for owners. Finding out costs a walk over every process, so that one search
 * at a time is made, and whoever asks meanwhile is answered with it.
 */
export class OwnersDesk {
  readonly #find: ((request: OwnersRequest) => Promise<Owners>) | undefined;
  #waiting: { readonly wire: Wire; readonly requestId: string }[] = [];

  constructor(find: ((request: OwnersRequest) => Promise<Owners>) | undefined) {
    this.#find = find;
  }

  async answer(wire: Wire, request: OwnersRequest): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) return;
    this.#waiting.push({ wire, requestId: request.requestId });
    if (this.#waiting.length > 1) return;
    const owners = await this.#search(request);
    const asked = this.#waiting;
    this.#waiting = [];
    for (const { wire: to, requestId } of asked) to.send(jsonFrame(FRAME.OWNERS, { ...owners, requestId }));
  }

  async #search(request: OwnersRequest): Promise<Owners> {
    try {
      if (this.#find !== undefined) return await this.#find(request);
      return nothing(request, "this agent does not look for owners");
    } catch (error) {
      return nothing(request, error instanceof Error ? error.message : String(error));
    }
  }
}

function nothing({ requestId }: OwnersRequest, problem: string): Owners {
  return { requestId, atMs: systemClock.wallMs(), cpuUs: 0, keys: [], problem: problem.slice(0, 300) };
}
