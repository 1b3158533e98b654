import type { BrowserToServer, ServerToBrowser, WatchAck } from "@fourtuple/contracts/web";
import type { Socket } from "socket.io-client";

export type LiveSocket = Pick<
  Socket<ServerToBrowser, BrowserToServer>,
  "on" | "off" | "emit" | "connect" | "disconnect" | "connected" | "active"
>;

export type LiveState =
  /** Not asked for: no session, or not begun. */
  | { readonly kind: "off" }
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | { readonly kind: "reconnecting"; readonly sinceMs: number }
  /** Held still by the reader. */
  | { readonly kind: "paused"; readonly sinceMs: number };

/** What is followed: the whole fleet, or one host by its id. */
export type Watch = "fleet" | { readonly hostId: string };

export interface LiveConnection {
  getState(): LiveState;
  subscribe(listener: () => void): () => void;
  /** Follows until the returned function is called; the same thing asked for twice is one watch. */
  watch(what: Watch): () => void;
  open(): void;
  close(): void;
  pause(): void;
  resume(): void;
}

type Options = {
  readonly socket: LiveSocket;
  readonly nowMs: () => number;
  /** After each (re)connect, once the server follows: what was missed must be read by HTTP. */
  readonly onResync: () => void;
  /** The server answered and said no, most often because the session ended. */
  readonly onRefused: () => void;
  /** For tries that socket.io leaves to us. */
  readonly retryMs?: number;
};

const FLEET = "fleet";
/** socket.io tries again by itself except after a refusal; judgement: as slow as its own slowest try. */
const RETRY_MS = 5000;

/** One socket for the whole app: counts who follows what and follows it again after every reconnect. */
export function createLiveConnection(options: Options): LiveConnection {
  const { socket, nowMs } = options;
  const counts = new Map<string, number>();
  const listeners = new Set<() => void>();
  let state: LiveState = { kind: "off" };
  let retry: ReturnType<typeof setTimeout> | undefined;

  const setState = (next: LiveState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const wanted = () => state.kind !== "off" && state.kind !== "paused";
  const lose = () => {
    if (!wanted()) return;
    if (state.kind !== "reconnecting") setState({ kind: "reconnecting", sinceMs: nowMs() });
    if (socket.active) return;
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), options.retryMs ?? RETRY_MS);
  };

  socket.on("connect", () => {
    if (!wanted()) return;
    setState({ kind: "live" });
    followAll(socket, [...counts.keys()], options.onResync);
  });
  socket.on("disconnect", lose);
  socket.on("connect_error", () => {
    if (!socket.active) options.onRefused();
    lose();
  });

  const leave = (next: LiveState) => {
    setState(next);
    clearTimeout(retry);
    socket.disconnect();
  };
  const enter = () => {
    setState({ kind: "connecting" });
    socket.connect();
  };

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch: (what) => retainWatch(socket, counts, what),
    open: () => state.kind === "off" && enter(),
    close: () => state.kind !== "off" && leave({ kind: "off" }),
    pause: () => wanted() && leave({ kind: "paused", sinceMs: nowMs() }),
    resume: () => state.kind === "paused" && enter(),
  };
}

function keyOf(what: Watch): string {
  return what === "fleet" ? FLEET : what.hostId;
}

function retainWatch(socket: LiveSocket, counts: Map<string, number>, what: Watch): () => void {
  const key = keyOf(what);
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  if (before === 0 && socket.connected) follow(socket, key, () => undefined);
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    const left = (counts.get(key) ?? 1) - 1;
    if (left > 0) counts.set(key, left);
    else {
      counts.delete(key);
      if (socket.connected) unfollow(socket, key);
    }
  };
}

function follow(socket: LiveSocket, key: string, ack: (answer: WatchAck) => void): void {
  if (key === FLEET) socket.emit("fleet.watch", ack);
  else socket.emit("host.watch", { hostId: key }, ack);
}

function unfollow(socket: LiveSocket, key: string): void {
  if (key === FLEET) socket.emit("fleet.unwatch");
  else socket.emit("host.unwatch", { hostId: key });
}

/** A watch the server refuses (a host that is gone) counts as answered: HTTP will say why. */
function followAll(socket: LiveSocket, keys: readonly string[], done: () => void): void {
  let open = keys.length;
  if (open === 0) done();
  for (const key of keys) {
    follow(socket, key, () => {
      open -= 1;
      if (open === 0) done();
    });
  }
}
