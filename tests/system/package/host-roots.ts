import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "../../..");
const debianCache = join(repository, "node_modules/.cache/fourtuple/debian-bookworm");
const DEBIAN_MIRROR = "http://deb.debian.org/debian";
/** On the slowest network seen it takes a minute (judgement). */
const DEBOOTSTRAP_MS = 240_000;

export type Root =
  | { readonly ok: true; readonly path: string; readonly remove: () => void }
  /** `reason` says what this machine lacks. */
  | { readonly ok: false; readonly reason: string };

/** A command as it is run in a root: its own mounts, no environment but a PATH. */
export interface RootCommand {
  readonly command: string;
  readonly args: readonly string[];
}

export function isOnPath(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`], { stdio: "ignore" }).status === 0;
}

/**
 * A Debian as debootstrap makes it, and curl: no Node, no systemd at work. Made once and copied; needs root,
 * debootstrap, and for the first time the mirror.
 */
export function debianRoot(): Root {
  if (process.getuid?.() !== 0) return { ok: false, reason: "a Debian root needs root" };
  if (!existsSync(debianCache)) {
    if (!isOnPath("debootstrap")) return { ok: false, reason: "debootstrap is not on this machine" };
    const problem = debootstrap();
    if (problem !== null) return { ok: false, reason: problem };
  }
  const folder = mkdtempSync(join(tmpdir(), "fourtuple-debian-"));
  execFileSync("cp", ["-a", debianCache, join(folder, "root")]);
  return rootAt(join(folder, "root"), folder);
}

/** @returns what went wrong, or null. */
function debootstrap(): string | null {
  const draft = `${debianCache}.${process.pid}.new`;
  const args = ["--variant=minbase", "--include=curl", "bookworm", draft, DEBIAN_MIRROR];
  const { status, signal } = spawnSync("debootstrap", args, { stdio: "ignore", timeout: DEBOOTSTRAP_MS });
  if (status === 0) {
    renameSync(draft, debianCache);
    return null;
  }
  rmSync(draft, { recursive: true, force: true });
  return `debootstrap could not make a Debian from ${DEBIAN_MIRROR} (${signal ?? status})`;
}

/** Only this program, a shell, and the shared libraries that these two name. */
export function bareRoot(program: string): Root {
  const probe = spawnSync("unshare", [...unshareFlags(), "true"], { stdio: "ignore" });
  if (probe.status !== 0) return { ok: false, reason: "neither root nor user namespaces are allowed here" };
  const root = mkdtempSync(join(tmpdir(), "fourtuple-bare-"));
  for (const folder of ["proc", "dev/shm", "bin"]) mkdirSync(join(root, folder), { recursive: true });
  const libraries = [program, "/bin/sh"].flatMap(librariesOf);
  for (const path of new Set(["/bin/sh", ...libraries])) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    copyFileSync(path, join(root, path));
  }
  copyFileSync(program, join(root, "bin", basename(program)));
  return rootAt(root, root);
}

/** The absolute paths in what ldd prints. */
function librariesOf(program: string): string[] {
  const listing = execFileSync("ldd", [program], { encoding: "utf8" });
  return [...listing.matchAll(/(\/\S+) \(0x/g)].map(([, path = ""]) => path);
}

function rootAt(path: string, folder: string): Root {
  return { ok: true, path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function unshareFlags(): string[] {
  return process.getuid?.() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
}

/**
 * Runs a program in a root with /proc and an empty /dev/shm, in a mount namespace of its own that ends with it.
 * `readOnly` leaves /dev/shm as the only place to write to.
 */
export function inRoot(root: string, command: readonly string[], { readOnly = false } = {}): RootCommand {
  const script = [
    // Bound onto itself, so that it is a mount that can be made read-only.
    'mount --bind "$0" "$0"',
    'mount --rbind /proc "$0/proc"',
    'mkdir -p "$0/dev/shm"',
    'mount -t tmpfs tmpfs "$0/dev/shm"',
    ...(readOnly ? ['mount -o remount,bind,ro "$0"'] : []),
    'exec chroot "$0" "$@"',
  ].join(" && ");
  const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  return {
    command: "env",
    args: ["-i", path, "unshare", ...unshareFlags(), "sh", "-c", script, root, ...command],
  };
}

/** The numbers that a root's own /etc/passwd has for a user; null where there is no such user. */
export function userIn(root: string, name: string): { readonly uid: number; readonly gid: number } | null {
  const passwd = readFileSync(join(root, "etc/passwd"), "utf8");
  const [, uid, gid] = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, "m").exec(passwd) ?? [];
  return uid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

/** Every file and folder below `root`, but for what mounts hide and package tools write of their own accord. */
export function listFiles(root: string): string[] {
  const listing = execFileSync("find", [root, "-xdev", "-mindepth", "1"], {
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  return listing
    .split("\n")
    .map((path) => path.slice(root.length))
    .filter(
      (path) => path !== "" && !/^\/(proc|dev\/shm|tmp)(\/|$)|^\/etc\/(passwd|group|g?shadow)-$/.test(path),
    )
    .sort();
}
