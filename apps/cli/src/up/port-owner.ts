import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const LISTEN = "0A";

/** Inodes of the sockets that listen on `port`, from the text of /proc/net/tcp or tcp6 (proc_net(5)). */
export function parseListenerInodes(text: string, port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return text.split("\n").flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    return inode !== undefined && state === LISTEN && local?.endsWith(suffix) ? [inode] : [];
  });
}

/**
 * Names the process that listens on `port`, such as "nginx, process 812".
 * null when the system does not say: no /proc, or a process of another user.
 */
export function findPortOwner(port: number, procRoot = "/proc"): string | null {
  const inodes = ["tcp", "tcp6"].flatMap((file) =>
    parseListenerInodes(tryRead(() => readFileSync(`${procRoot}/net/${file}`, "utf8")) ?? "", port),
  );
  if (inodes.length === 0) return null;
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  const processes = (tryRead(() => readdirSync(procRoot)) ?? []).filter((name) => /^\d+$/.test(name));
  const pid = processes.find((name) => holdsOneOf(`${procRoot}/${name}/fd`, links));
  if (pid === undefined) return null;
  const name = tryRead(() => readFileSync(`${procRoot}/${pid}/comm`, "utf8").trim());
  return `${name ?? "process"}, process ${pid}`;
}

function holdsOneOf(fdDir: string, links: ReadonlySet<string>): boolean {
  const descriptors = tryRead(() => readdirSync(fdDir)) ?? [];
  return descriptors.some((fd) => links.has(tryRead(() => readlinkSync(`${fdDir}/${fd}`)) ?? ""));
}

/** Processes come and go, and those of other users are closed to us: neither is an error here. */
function tryRead<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
