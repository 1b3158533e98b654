const RETRY_AFTER_MS = 3000;

/** Tries until it works: a chunk that cannot be fetched now can be once the server is back. */
export async function persist<T>(attempt: () => Promise<T>, retryAfterMs = RETRY_AFTER_MS): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    }
  }
}
