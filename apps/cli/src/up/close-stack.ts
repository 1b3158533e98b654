type Closing = () => Promise<void> | void;

/** Something that was opened, and how it is closed. */
export interface Opened {
  readonly name: string;
  /** How long closing may take. */
  readonly limitMs: number;
  readonly close: Closing;
  /** Closes it without regard for what it is doing; `close` where it is not given. */
  readonly abandon?: Closing;
}

export interface CloseStack {
  push(opened: Opened): void;
  /** Closes everything, the newest first, each within its limit. Never rejects. */
  closeAll(): Promise<void>;
  /** Abandons everything that `closeAll` has not closed, all at once. Never rejects. */
  abandon(): Promise<void>;
}

/** Keeps what was opened, so that it is closed in the opposite order whatever happens in between. */
export function createCloseStack(warn: (line: string) => void): CloseStack {
  const opened: Opened[] = [];
  let closing: Opened | undefined;
  return {
    push(entry) {
      opened.push(entry);
    },
    async closeAll() {
      for (let entry = opened.pop(); entry !== undefined; entry = opened.pop()) {
        closing = entry;
        const failure = await closeWithin(entry.limitMs, entry.close);
        if (failure !== null) warn(`Stopping ${entry.name}: ${failure}.`);
        closing = undefined;
      }
    },
    async abandon() {
      const left = [closing, ...opened.splice(0)].filter(isOpened);
      await Promise.all(left.map(({ limitMs, close, abandon = close }) => closeWithin(limitMs, abandon)));
    },
  };
}

function isOpened(entry: Opened | undefined): entry is Opened {
  return entry !== undefined;
}

/** Why closing failed, or null. */
async function closeWithin(limitMs: number, close: Closing): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((settle) => {
    timer = setTimeout(() => settle(`not done after ${limitMs / 1000} s, left as it is`), limitMs);
  });
  const closing = Promise.resolve()
    .then(close)
    .then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  const failure = await Promise.race([closing, late]);
  clearTimeout(timer);
  return failure;
}
