import { mkdtemp, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  holdEstablished,
  leaveTimeWait,
  type Namespace,
  namespacesAvailable,
  pileCloseWait,
  startNamespace,
} from "@fourtuple/testkit/namespaces";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OwnersFound } from "../src/owners/find-owners.js";
import type { OwnedKeyLike } from "../src/owners/owned-key.js";

const OWNERS = import.meta.resolve("@fourtuple/linux-net/owners");
const RUN_AS = new URL("./child/run-as.mjs", import.meta.url).href;
const RENAME = new URL("./child/rename.mjs", import.meta.url).href;
const NOBODY = 65_534;

const availability = namespacesAvailable();
const title = "findOwners in a private network namespace";
const isRoot = availability.ok && !availability.flags.includes("--user");
const asNobody = (title: string, test: () => Promise<void>) =>
  it.skipIf(!isRoot)(isRoot ? title : `${title} (skipped: it needs root)`, test);

let namespace: Namespace;

async function find(keys: readonly OwnedKeyLike[]): Promise<OwnersFound> {
  const argument = { procRoot: "/proc", keys };
  return (await namespace.ask("run", { module: OWNERS, name: "findOwners", argument })) as OwnersFound;
}

async function findAsNobody(keys: readonly OwnedKeyLike[]): Promise<OwnersFound> {
  const argument = { procRoot: "/proc", keys };
  const call = { uid: NOBODY, module: OWNERS, name: "findOwners", argument };
  return (await namespace.ask("run", { module: RUN_AS, name: "runAs", argument: call })) as OwnersFound;
}

const peer = { list: "peers", address: "127.0.0.1" } as const;
const listOwners = ({ keys }: OwnersFound) =>
  keys.map(({ owners }) => owners.map(({ pid, sockets }) => [pid, sockets]));

describe.skipIf(!availability.ok)(
  availability.ok ? title : `${title} (skipped: ${availability.reason})`,
  () => {
    beforeEach(async () => {
      namespace = await startNamespace();
    });
    afterEach(() => namespace.close());

    it("finds the process at both ends of its connections, by destination, port and peer", async () => {
      const { port } = await holdEstablished(namespace, 12, { port: 8080 });
      const keys: OwnedKeyLike[] = [
        { list: "destinations", sourceAddress: "127.0.0.1", address: "127.0.0.1", port },
        { list: "localPorts", port },
        peer,
        { list: "localPorts", port: 9 },
      ];
      const found = await find(keys);
      expect(found.keys.map(({ key }) => key)).toEqual(keys);
      const { pid } = namespace;
      expect(listOwners(found)).toEqual([[[pid, 12]], [[pid, 12]], [[pid, 24]], []]);
      expect(found.keys[0]).toMatchObject({ ownerless: 0, hidden: 0, owners: [{ uid: 0 }] });
      expect(found.cpuUs).toBeGreaterThan(0);
    });

    it("keeps the processes of a namespace apart, most sockets first", async () => {
      const second = await namespace.addActor();
      await holdEstablished(namespace, 3);
      const { port } = await holdEstablished(second, 20);
      const { keys } = await find([peer, { list: "localPorts", port }]);
      const [whole, one] = keys;
      expect(whole?.owners.map(({ sockets }) => sockets)).toEqual([40, 6]);
      expect(one?.owners).toHaveLength(1);
      expect(one?.owners[0]?.pid).not.toBe(namespace.pid);
    });

    it("tells TIME_WAIT and orphans as ownerless, and CLOSE_WAIT by who forgot to close", async () => {
      const left = await leaveTimeWait(namespace, 30);
      const leak = await pileCloseWait(namespace, 10);
      await namespace.ask("close", { id: leak.clients });
      const { keys } = await find([
        { list: "destinations", sourceAddress: "127.0.0.1", address: "127.0.0.1", port: left.port },
        { list: "destinations", sourceAddress: "127.0.0.1", address: "127.0.0.1", port: leak.port },
        { list: "localPorts", port: leak.port },
      ]);
      expect(keys.map(({ ownerless, hidden }) => [ownerless, hidden])).toEqual([
        [30, 0],
        [10, 0],
        [0, 0],
      ]);
      expect(keys[2]?.owners).toMatchObject([{ pid: namespace.pid, sockets: 10 }]);
    });

    it("tells IPv6 from IPv4", async () => {
      await holdEstablished(namespace, 4, { address: "::1", port: 7000 });
      await holdEstablished(namespace, 5, { address: "127.0.0.1", port: 7000 });
      const found = await find([
        { list: "destinations", sourceAddress: "::1", address: "::1", port: 7000 },
        { list: "destinations", sourceAddress: "127.0.0.1", address: "127.0.0.1", port: 7000 },
        { list: "localPorts", port: 7000 },
      ]);
      expect(listOwners(found).map(([first]) => first?.[1])).toEqual([4, 5, 9]);
    });

    it("shows a name of any bytes as one line", async () => {
      await namespace.ask("run", {
        module: RENAME,
        name: "rename",
        argument: { latin1: "a\nb\x1b[31m\xff" },
      });
      await holdEstablished(namespace, 1, { port: 8080 });
      const { keys } = await find([{ list: "localPorts", port: 8080 }]);
      expect(keys[0]?.owners[0]?.name).toBe("a\ufffdb\ufffd[31m\ufffd");
    });

    it("finds the owners of 5,000 connections", async () => {
      const { port } = await holdEstablished(namespace, 5_000);
      const { keys } = await find([peer, { list: "localPorts", port }]);
      expect(keys.map(({ owners, hidden }) => [owners[0]?.sockets, hidden])).toEqual([
        [10_000, 0],
        [5_000, 0],
      ]);
    });

    asNobody("says, without privilege, how many sockets are of processes it may not see", async () => {
      await holdEstablished(namespace, 6);
      await leaveTimeWait(namespace, 2);
      const { keys, problem } = await findAsNobody([peer]);
      expect(keys[0]).toMatchObject({ owners: [], ownerless: 2, hidden: 12 });
      expect(problem).toMatch(/^\d+ of \d+ processes may not be looked into$/);
    });

    asNobody("says so as well where /proc does not even list the processes of others", async () => {
      await holdEstablished(namespace, 6);
      const directory = await mkdtemp(join(tmpdir(), "hidepid-"));
      const call = {
        directory,
        uid: NOBODY,
        module: OWNERS,
        name: "findOwners",
        argument: { procRoot: directory, keys: [peer] },
      };
      const found = await namespace.ask("run", { module: RUN_AS, name: "runWithHiddenPids", argument: call });
      await rmdir(directory);
      expect(found).toMatchObject({
        keys: [{ owners: [], hidden: 12 }],
        problem: "some sockets are of no process in /proc",
      });
    });
  },
);
