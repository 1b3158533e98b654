/** A scheme, a host by name or address, a port: nothing that means something to a shell. */
const PLAIN_ORIGIN = /^https?:\/\/[A-Za-z0-9.:[\]-]+$/;

/** What the scripts have in the place of the server's address. */
const PLACEHOLDER = "@ORIGIN@";

/**
 * Whether an origin may stand in a shell script between single quotes. A URL's host may hold a quote, so that
 * not every valid one may.
 */
export function isPlainOrigin(origin: string): boolean {
  return PLAIN_ORIGIN.test(origin);
}

/** Names the server in a script that is to be handed out. @throws RangeError unless the origin is plain. */
export function withOrigin(script: string, origin: string): string {
  if (!isPlainOrigin(origin)) throw new RangeError(`${origin} cannot stand in a shell script`);
  return script.replaceAll(PLACEHOLDER, () => origin);
}
