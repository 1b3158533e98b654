import { fstatSync, writeFileSync } from "node:fs";

/**
 * Writes to standard output, and waits until the text has left the process, so that an exit cannot cut it short.
 * @returns why it could not be written whole, in one sentence; null when it was, or when nobody reads it.
 */
export async function writeStandardOutput(text: string): Promise<string | null> {
  const error = await write(text);
  return error === null || ("code" in error && error.code === "EPIPE")
    ? null
    : `Standard output cannot be written: ${error.message}.`;
}

function write(text: string): Promise<Error | null> {
  const stdout = process.stdout;
  if (!fstatSync(stdout.fd).isFile())
    return new Promise((settle) => stdout.write(text, (error) => settle(error ?? null)));
  // The stream takes a short write to a file, as on a disk that gets full, for a whole one.
  try {
    writeFileSync(stdout.fd, text);
    return Promise.resolve(null);
  } catch (error) {
    return Promise.resolve(error instanceof Error ? error : new Error(String(error)));
  }
}
