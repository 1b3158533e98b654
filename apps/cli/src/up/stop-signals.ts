/**
 * One Ctrl-C reaches us more than once: from the terminal, and again from npm and the start script, which
 * pass it on. What follows the first within this time is its echo (judgement: slower than any echo).
 */
const ECHO_MS = 500;

/** What a shell reports for a program ended by Ctrl-C. */
export const FORCED_EXIT_CODE = 130;

export type SignalMeaning = "stop" | "echo" | "force";

/** What a signal at `nowMs` asks for, when the first one came at `firstMs` (null: this is the first). */
export function interpretSignal(firstMs: number | null, nowMs: number): SignalMeaning {
  if (firstMs === null) return "stop";
  return nowMs - firstMs < ECHO_MS ? "echo" : "force";
}

export interface StopRequest {
  /** Resolves at the first request to stop. */
  readonly requested: Promise<void>;
  readonly signal: AbortSignal;
}

export interface StopOptions {
  /** Runs at the second request, once. */
  readonly force: () => void;
  /** Whether the process that started us holds a channel to us, and we are to end with it. */
  readonly supervised: boolean;
  /** Signals that do nothing: a terminal sends its Ctrl-C to children too, which their parent stops in order. */
  readonly ignored?: readonly NodeJS.Signals[];
}

/** Listens to signals and, when supervised, to the end of the process that started us. */
export function listenForStop({ force, supervised, ignored = [] }: StopOptions): StopRequest {
  const controller = new AbortController();
  let firstMs: number | null = null;
  let forced = false;
  const onSignal = (name: NodeJS.Signals): void => {
    if (ignored.includes(name)) return;
    const nowMs = performance.now();
    const meaning = interpretSignal(firstMs, nowMs);
    firstMs ??= nowMs;
    if (meaning === "stop") controller.abort();
    if (meaning !== "force" || forced) return;
    forced = true;
    force();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  const requested = new Promise<void>((settle) => {
    controller.signal.addEventListener("abort", () => settle(), { once: true });
  });
  if (supervised) {
    process.once("disconnect", () => controller.abort());
    // The other end may have gone before we came to listen.
    if (!process.connected) controller.abort();
  }
  return { requested, signal: controller.signal };
}
