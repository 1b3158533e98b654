import { readableText } from "./readable-text.js";

export interface CgroupNames {
  /** The innermost systemd unit, such as `nginx.service`; null where there is none. */
  readonly unit: string | null;
  /** The innermost container: the first twelve digits of its id, or the name of an LXC or nspawn one; null for none. */
  readonly container: string | null;
}

const SHORT_ID_LENGTH = 12;
const MAX_NAME_LENGTH = 255;

/**
 * The id of a container as the last part of a segment: `docker-<id>.scope`, `cri-containerd-<id>.scope`,
 * `libpod-<id>.scope`, `crio-<id>.scope`, or the bare id below `/docker` and `/kubepods/…/pod<uid>`.
 */
const CONTAINER_ID = /^(?:.*[-:])?([0-9a-f]{64})(?:\.scope)?$/;
/** What watches a container runs beside it under its id: `libpod-conmon-<id>.scope`. */
const MONITOR = /(?:^|-)conmon-/;
/** `/lxc/<name>`, `/lxc.payload.<name>`, `/lxc.payload/<name>` (lxc.container.conf(5)). */
const LXC = /^lxc(?:\.payload)?[./]([^/]+)/;
/** `systemd-nspawn@<name>.service`, and `machine-<name>.scope` of machined. */
const MACHINE = /^(?:systemd-nspawn@(.+)\.service|machine-(.+)\.scope)$/;

/** systemd writes `-` and other characters of a name as `\x2d` (systemd.unit(5)). */
function unescapeUnit(name: string): string {
  return name.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function findContainer(segments: readonly string[]): string | null {
  for (let at = segments.length - 1; at >= 0; at--) {
    const segment = segments[at] ?? "";
    const id = MONITOR.test(segment) ? null : CONTAINER_ID.exec(segment);
    if (id?.[1] !== undefined) return id[1].slice(0, SHORT_ID_LENGTH);
    const machine = MACHINE.exec(segment);
    const name = LXC.exec(segments.slice(at, at + 2).join("/"))?.[1] ?? machine?.[1] ?? machine?.[2];
    if (name !== undefined) return unescapeUnit(name);
  }
  return null;
}

function isUnit(segment: string): boolean {
  if (segment.endsWith(".service")) return true;
  return segment.endsWith(".scope") && !CONTAINER_ID.test(segment);
}

function nameOf(text: string | null | undefined): string | null {
  return text ? readableText(text).slice(0, MAX_NAME_LENGTH) : null;
}

function namePath(path: string): CgroupNames {
  const segments = path
    .replace(/ \(deleted\)$/, "")
    .split("/")
    .filter((segment) => segment !== "");
  const unit = segments.findLast((segment) => segment.endsWith(".service")) ?? segments.findLast(isUnit);
  return { unit: nameOf(unit), container: nameOf(findContainer(segments)) };
}

/**
 * Names a process by the text of its /proc/PID/cgroup (cgroups(7)), read as Latin-1. The lines of a host with
 * the older hierarchies say the same of each; the one that names most is taken, the unified and systemd's first.
 */
export function nameCgroup(text: string): CgroupNames {
  const lines = text.split("\n").map((line) => /^\d+:([^:]*):(.*)$/.exec(line));
  const rank = (controllers: string | undefined) =>
    controllers === "" ? 0 : controllers === "name=systemd" ? 1 : 2;
  const paths = lines
    .filter((line) => line !== null)
    .sort((one, other) => rank(one[1]) - rank(other[1]))
    .map((line) => namePath(line[2] ?? ""));
  return {
    unit: paths.find(({ unit }) => unit !== null)?.unit ?? null,
    container: paths.find(({ container }) => container !== null)?.container ?? null,
  };
}
