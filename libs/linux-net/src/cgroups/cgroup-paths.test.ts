import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CgroupEntry } from "@fourtuple/core/samples";
import { zeroStateCounts } from "@fourtuple/core/tcp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CgroupPaths } from "./cgroup-paths.js";
import { walkCgroups } from "./walk-cgroups.js";

let mountPoint: string;
let nowMs: number;

/** A directory in the place of a cgroup. @returns its id. */
function make(path: string): string {
  mkdirSync(join(mountPoint, path), { recursive: true });
  return idOf(path);
}

function idOf(path: string): string {
  return statSync(join(mountPoint, path), { bigint: true }).ino.toString();
}

const entryOf = (id: string): CgroupEntry => ({ id, path: null, sockets: 1, states: zeroStateCounts() });

beforeEach(() => {
  mountPoint = mkdtempSync(join(tmpdir(), "fourtuple-cgroups-"));
  writeFileSync(join(mountPoint, "cgroup.controllers"), "cpu\n");
  nowMs = 0;
});
afterEach(() => rmSync(mountPoint, { recursive: true }));

describe("walkCgroups", () => {
  it("finds every cgroup by the inode of its directory, from the root down", async () => {
    const slice = make("system.slice");
    const service = make("system.slice/nginx.service");
    expect(await walkCgroups(mountPoint)).toEqual(
      new Map([
        [idOf("."), "/"],
        [slice, "/system.slice"],
        [service, "/system.slice/nginx.service"],
      ]),
    );
  });

  it("finds those of a host that mounts cgroup2 beside v1", async () => {
    rmSync(join(mountPoint, "cgroup.controllers"));
    make("cpu/user.slice");
    const service = make("unified/nginx.service");
    writeFileSync(join(mountPoint, "unified/cgroup.controllers"), "");
    const paths = await walkCgroups(mountPoint);
    expect([paths.get(service), paths.size]).toEqual(["/nginx.service", 2]);
  });

  it.each(["no cgroup2", "no directory at all"])("finds nothing where there is %s", async (what) => {
    rmSync(join(mountPoint, "cgroup.controllers"));
    make("cpu/user.slice");
    const from = what === "no cgroup2" ? mountPoint : "/nowhere";
    expect((await walkCgroups(from)).size).toBe(0);
  });

  it("stops after some thousands", async () => {
    for (let number = 0; number < 5_000; number++) mkdirSync(join(mountPoint, `${number}`));
    expect((await walkCgroups(mountPoint)).size).toBe(4_096);
  });
});

describe("CgroupPaths", () => {
  const open = () => new CgroupPaths({ mountPoint, nowMs: () => nowMs });
  const name = async (paths: CgroupPaths, ...ids: string[]) =>
    (await paths.name(ids.map(entryOf))).map(({ path }) => path);

  it("names what is there, and leaves null what is not", async () => {
    const id = make("nginx.service");
    expect(await name(open(), id, "999999999999")).toEqual(["/nginx.service", null]);
  });

  it("keeps all else of an entry", async () => {
    const entry = { ...entryOf(make("a.slice")), sockets: 12 };
    expect(await open().name([entry])).toEqual([{ ...entry, path: "/a.slice" }]);
  });

  it("looks again for one that is new, but once a minute at most", async () => {
    const paths = open();
    const first = make("first.service");
    expect(await name(paths, first)).toEqual(["/first.service"]);
    const second = make("second.service");
    nowMs = 59_999;
    expect(await name(paths, first, second)).toEqual(["/first.service", null]);
    nowMs = 60_000;
    expect(await name(paths, first, second)).toEqual(["/first.service", "/second.service"]);
  });

  it("does not look again for one that it did not find", async () => {
    const paths = open();
    const known = make("known.service");
    const gone = "999999999999";
    expect(await name(paths, known, gone)).toEqual(["/known.service", null]);
    // If it looked again, it would find nothing any more.
    nowMs = 600_000;
    rmSync(join(mountPoint, "cgroup.controllers"));
    expect(await name(paths, known, gone)).toEqual(["/known.service", null]);
  });
});
