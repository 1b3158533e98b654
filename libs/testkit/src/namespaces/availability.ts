import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";

/** `flags`: how `unshare` is called here to get a network namespace of one's own. */
export type NamespaceAvailability =
  | { readonly ok: true; readonly flags: readonly string[] }
  | { readonly ok: false; readonly reason: string };

const AS_ROOT = ["--net"];
const AS_USER = ["--user", "--map-root-user", "--net"];
const PROBE_TIMEOUT_MS = 5_000;

function probe(flags: readonly string[]): string | null {
  const { error, status, stderr } = spawnSync("unshare", [...flags, "true"], {
    timeout: PROBE_TIMEOUT_MS,
    encoding: "utf8",
  });
  if (error) return "code" in error && error.code === "ENOENT" ? "unshare is not installed" : error.message;
  return status === 0 ? null : stderr.trim() || `unshare ended with ${status}`;
}

function findOut(): NamespaceAvailability {
  if (process.platform !== "linux")
    return { ok: false, reason: `no network namespace on ${process.platform}` };
  const ways = process.geteuid?.() === 0 ? [AS_ROOT, AS_USER] : [AS_USER];
  const reasons: string[] = [];
  for (const flags of ways) {
    const reason = probe(flags);
    if (reason === null) return { ok: true, flags };
    reasons.push(reason);
  }
  return { ok: false, reason: `no network namespace: ${reasons.join("; ")}` };
}

let known: NamespaceAvailability | null = null;

/** Whether this process may make a private network namespace, tried once for real. */
export function namespacesAvailable(): NamespaceAvailability {
  known ??= findOut();
  return known;
}

/** Whether `ss` of iproute2 is there, the independent witness of the counts. */
export function ssAvailable(): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
  const { error, status } = spawnSync("ss", ["-V"], { timeout: PROBE_TIMEOUT_MS });
  if (error) return { ok: false, reason: "ss is not installed" };
  return status === 0 ? { ok: true } : { ok: false, reason: `ss -V ended with ${status}` };
}

/** Whether the device of `openWire` is there. */
export function wireAvailable(): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
  try {
    accessSync("/dev/net/tun", constants.R_OK | constants.W_OK);
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
