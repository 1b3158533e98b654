import {
  type Condition,
  FRAME,
  frameOf,
  jsonFrame,
  type Listener,
  type Namespaces,
} from "@fourtuple/contracts/agent";
import { type CensusTier, encodeTopLists, type TopLists } from "@fourtuple/core/samples";
import type { ListenerList } from "../collectors/listeners.js";
import type { Wire } from "./wire.js";

/** A page follows its top lists at this pace; each may be some kB (judgement). */
export const TOP_LISTS_INTERVAL_MS = 10_000;

interface SentTopLists {
  readonly frame: Uint8Array;
  /** The lists without their time: what decides whether others say anything new. */
  readonly content: Uint8Array;
  readonly atMs: number;
}

/**
 * What only matters as it is now: sent when it changed, and the newest of each again after each connect.
 * `wire` is null while there is no connection.
 */
export class LatestFrames {
  readonly #frames = new Map<number, Uint8Array>();
  readonly #topLists = new Map<CensusTier, SentTopLists>();
  #listeners: ListenerList | null = null;

  /** A new connection. */
  begin(wire: Wire): void {
    for (const frame of this.#frames.values()) wire.send(frame);
    for (const { frame } of this.#topLists.values()) wire.send(frame);
  }

  putListeners(wire: Wire | null, list: ListenerList, atMs: number): void {
    if (this.#listeners !== null && isSameList(this.#listeners, list)) return;
    this.#listeners = list;
    this.#put(wire, FRAME.LISTENERS, jsonFrame(FRAME.LISTENERS, { atMs, ...list }));
  }

  putCondition(wire: Wire | null, condition: Condition): void {
    this.#put(wire, FRAME.CONDITION, jsonFrame(FRAME.CONDITION, condition));
  }

  putNamespaces(wire: Wire | null, namespaces: Namespaces): void {
    this.#put(wire, FRAME.NAMESPACES, jsonFrame(FRAME.NAMESPACES, namespaces));
  }

  /** Lists that come too soon after others of their tier, or say the same, are not sent. */
  putTopLists(wire: Wire | null, lists: TopLists): void {
    const before = this.#topLists.get(lists.tier);
    // A clock that was set back must not silence the lists.
    const ageMs = before === undefined ? Number.POSITIVE_INFINITY : Math.abs(lists.atMs - before.atMs);
    if (ageMs < TOP_LISTS_INTERVAL_MS || wire?.isClogged()) return;
    const content = encodeTopLists({ ...lists, atMs: 0 });
    if (before !== undefined && Buffer.compare(before.content, content) === 0) return;
    const frame = frameOf(FRAME.TOP_LISTS, encodeTopLists(lists));
    this.#topLists.set(lists.tier, { frame, content, atMs: lists.atMs });
    wire?.send(frame);
  }

  #put(wire: Wire | null, type: number, frame: Uint8Array): void {
    this.#frames.set(type, frame);
    wire?.send(frame);
  }
}

/** Asked with every sample, of up to a thousand. */
function isSameList(a: ListenerList, b: ListenerList): boolean {
  if (a.more !== b.more || a.listeners.length !== b.listeners.length) return false;
  return a.listeners.every((listener, index) => isSameListener(listener, b.listeners[index]));
}

function isSameListener(a: Listener, b: Listener | undefined): boolean {
  return (
    b !== undefined &&
    a.acceptQueue === b.acceptQueue &&
    a.drops === b.drops &&
    a.port === b.port &&
    a.backlog === b.backlog &&
    a.uid === b.uid &&
    a.address === b.address
  );
}
