import { accessSync, constants, existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  holdEstablished,
  leaveTimeWait,
  namespacesAvailable,
  startNamespace,
} from "@fourtuple/testkit/namespaces";
import { expect, it } from "vitest";

/** @returns the root of cgroup2 where this process may make a cgroup in it, else why not. */
function findWritableRoot(): { root: string | null; reason: string } {
  const roots = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"];
  const root = roots.find(
    (path) => existsSync(join(path, "cgroup.procs")) && existsSync(join(path, "cgroup.controllers")),
  );
  if (root === undefined) return { root: null, reason: "no cgroup2" };
  try {
    accessSync(join(root, "cgroup.procs"), constants.W_OK);
    return { root, reason: "" };
  } catch (error) {
    return { root: null, reason: String(error) };
  }
}

const namespaces = namespacesAvailable();
const { root, reason } = findWritableRoot();
const skipReason = namespaces.ok ? (root === null ? reason : null) : namespaces.reason;
const title = "a census tells the sockets of a cgroup by its path, and those that have none";

it.skipIf(skipReason !== null)(skipReason ? `${title} (skipped: ${skipReason})` : title, async () => {
  const path = `/fourtuple-test-${process.pid}`;
  const directory = join(root ?? "", path);
  mkdirSync(directory);
  const namespace = await startNamespace();
  try {
    await holdEstablished(namespace, 3);
    writeFileSync(join(directory, "cgroup.procs"), String(namespace.pid));
    await holdEstablished(namespace, 7);
    await leaveTimeWait(namespace, 4);
    const { sockets } = await namespace.ask("readCensus", { procRoot: "/proc" });
    expect(sockets.topLists?.cgroups.entries).toMatchObject([
      { path, sockets: 14, states: { ESTABLISHED: 14 } },
      { path: expect.stringMatching(/^\/(?!fourtuple-test)/), sockets: 6 },
    ]);
    expect(sockets.topLists?.withoutCgroup).toBe(4);
  } finally {
    await namespace.close();
    rmdirSync(directory);
  }
});
