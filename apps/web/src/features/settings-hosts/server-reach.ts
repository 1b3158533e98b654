/** How far a token for this server's address can travel. */
export type ServerReach = "this-machine" | "unencrypted" | "encrypted";

/** @param serverUrl ws:// or wss:// */
export function evaluateReach(serverUrl: string): ServerReach {
  const { hostname, protocol } = new URL(serverUrl);
  if (hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname))
    return "this-machine";
  return protocol === "wss:" ? "encrypted" : "unencrypted";
}
