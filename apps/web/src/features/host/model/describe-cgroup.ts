/**
 * What people call a cgroup, read off its path: systemd's units, and the containers of Docker, Podman,
 * containerd, CRI-O, LXC and Kubernetes under either cgroup driver.
 */
export interface CgroupName {
  readonly kind: "service" | "container" | "session" | "scope" | "slice" | "group" | "root" | "gone";
  /** `nginx.service`, `docker 3f2a9c1b7d4e`; empty for the root and for one that is gone. */
  readonly name: string;
  /** Where in the host it belongs, when the name alone does not say: a user, a pod. */
  readonly of: string | null;
}

const SHORT_ID = 12;
/** `docker-<id>.scope`, `cri-containerd-<id>.scope`, `libpod-<id>.scope`, `crio-<id>.scope`. */
const SCOPED = /^(docker|libpod|cri-containerd|crio|containerd)-([0-9a-f]{64})\.scope$/;
const BARE_ID = /^[0-9a-f]{64}$/;
const LXC = /^(?:lxc\.payload\.|lxc\.monitor\.)(.+)$/;
const POD = /pod([0-9a-f]{8}[-_][0-9a-f_-]+)/;
const RUNTIME: Readonly<Record<string, string>> = {
  libpod: "podman",
  "cri-containerd": "containerd",
  crio: "cri-o",
};

/** systemd writes what a unit name may not hold as `\x2d`. */
const unescapeUnit = (name: string) =>
  name.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function podOf(path: string): string | null {
  const uid = POD.exec(path)?.[1]?.replaceAll("_", "-");
  return uid === undefined ? null : `pod ${uid.slice(0, 8)}`;
}

/** The outermost container of the path, since what is inside it is its own business. */
function containerIn(parts: readonly string[], path: string): CgroupName | null {
  for (const [i, part] of parts.entries()) {
    const scoped = SCOPED.exec(part);
    if (scoped !== null) {
      const [, tool = "", id = ""] = scoped;
      return {
        kind: "container",
        name: `${RUNTIME[tool] ?? tool} ${id.slice(0, SHORT_ID)}`,
        of: podOf(path),
      };
    }
    if (BARE_ID.test(part)) {
      const tool = parts[i - 1] === "docker" ? "docker " : "";
      return { kind: "container", name: `${tool}${part.slice(0, SHORT_ID)}`, of: podOf(path) };
    }
    const lxc = LXC.exec(part)?.[1] ?? (parts[i - 1] === "lxc" ? part : undefined);
    if (lxc !== undefined) return { kind: "container", name: `lxc ${lxc}`, of: null };
  }
  return null;
}

const KIND_OF_SUFFIX: readonly (readonly [string, CgroupName["kind"]])[] = [
  [".service", "service"],
  [".scope", "scope"],
  [".slice", "slice"],
];

/** A user's own services hang under `user@1000.service`; what is below it is what one looks for. */
function unitIn(parts: readonly string[]): CgroupName | null {
  const user = parts.map((part) => /^user-(\d+)\.slice$/.exec(part)?.[1]).find((uid) => uid !== undefined);
  const of = user === undefined ? null : `uid ${user}`;
  for (const [suffix, kind] of KIND_OF_SUFFIX) {
    const unit = parts.findLast(
      (part) => part.endsWith(suffix) && !(suffix === ".service" && /^user@/.test(part)),
    );
    if (unit === undefined) continue;
    const isSession = /^session-[^.]+\.scope$/.test(unit);
    return { kind: isSession ? "session" : kind, name: unescapeUnit(unit), of };
  }
  return null;
}

/** Inode of the root of the cgroup tree; every socket of a host that has cgroup v1 only is in it. */
const ROOT_ID = "1";

/** @param entry its path is below the cgroup root; null when the cgroup is gone or cannot be read */
export function describeCgroup({ id, path }: { id: string; path: string | null }): CgroupName {
  if (path === null) return { kind: id === ROOT_ID ? "root" : "gone", name: "", of: null };
  const parts = path.split("/").filter(Boolean);
  if (parts.length === 0) return { kind: "root", name: "", of: null };
  const known = containerIn(parts, path) ?? unitIn(parts);
  return known ?? { kind: "group", name: unescapeUnit(parts.at(-1) ?? path), of: null };
}
