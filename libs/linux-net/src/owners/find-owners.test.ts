import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DiagSocket, writeDiagSocket } from "../../test/diag-socket.js";
import { writeErrno } from "../../test/netlink-messages.js";
import { ScriptedTransport } from "../../test/scripted-transport.js";
import { NLMSG_DONE, NLMSG_ERROR, TCPDIAG_GETSOCK } from "../sock-diag/protocol.js";
import { findOwners, type OwnersOptions } from "./find-owners.js";
import type { OwnedKeyLike } from "./owned-key.js";

const LISTEN = 10;
const ESTABLISHED = 1;
const TIME_WAIT = 6;
const done = { type: NLMSG_DONE, payload: writeErrno(0) };
const asStep = (sockets: readonly DiagSocket[]) => [
  ...sockets.map((socket) => ({ type: TCPDIAG_GETSOCK, payload: writeDiagSocket(socket) })),
  done,
];

let procRoot: string;

beforeEach(async () => {
  procRoot = await mkdtemp(join(tmpdir(), "owners-"));
});
afterEach(() => rm(procRoot, { recursive: true, force: true }));

async function addProcess(pid: number, inodes: readonly number[], comm = `p${pid}\n`): Promise<void> {
  const directory = join(procRoot, String(pid));
  await mkdir(join(directory, "fd"), { recursive: true });
  await writeFile(join(directory, "comm"), comm, "latin1");
  await writeFile(join(directory, "status"), `Name:\tx\nUid:\t1000\t${2000 + pid}\t0\t0\n`);
  await writeFile(join(directory, "cgroup"), "0::/system.slice/web.service\n");
  await symlink("/dev/null", join(directory, "fd/0"));
  for (const [index, inode] of inodes.entries()) {
    await symlink(`socket:[${inode}]`, join(directory, "fd", String(index + 3)));
  }
}

interface Scene {
  readonly keys: readonly OwnedKeyLike[];
  readonly listeners?: readonly DiagSocket[];
  readonly sockets: readonly DiagSocket[];
  readonly limits?: OwnersOptions["limits"];
}

async function find({ keys, listeners = [], sockets, limits }: Scene) {
  const transport = new ScriptedTransport([[asStep(listeners)], [asStep(sockets)]]);
  const found = await findOwners({
    procRoot,
    keys,
    openTransport: () => Promise.resolve({ ok: true, transport }),
    ...(limits === undefined ? {} : { limits }),
  });
  expect(transport.closed).toBe(1);
  return found;
}

const outbound = (inode: number, port = 40_000 + inode): DiagSocket => ({
  state: ESTABLISHED,
  local: `10.0.0.1:${port}`,
  remote: "203.0.113.250:443",
  inode,
});
const destination = {
  list: "destinations",
  sourceAddress: "10.0.0.1",
  address: "203.0.113.250",
  port: 443,
} as const;

describe("findOwners", () => {
  it("names the process of a socket, with its user and unit", async () => {
    await addProcess(7, [1, 2]);
    expect(await find({ keys: [destination], sockets: [outbound(1), outbound(2)] })).toEqual({
      keys: [
        {
          key: destination,
          owners: [{ pid: 7, name: "p7", uid: 2007, unit: "web.service", container: null, sockets: 2 }],
          ownerless: 0,
          hidden: 0,
        },
      ],
      problem: null,
      cpuUs: expect.any(Number),
    });
  });

  it("counts a shared socket for each process, and one with two descriptors once", async () => {
    await addProcess(7, [1, 1, 2]);
    await addProcess(8, [1]);
    const { keys } = await find({ keys: [destination], sockets: [outbound(1), outbound(2)] });
    expect(keys[0]?.owners.map(({ pid, sockets }) => [pid, sockets])).toEqual([
      [7, 2],
      [8, 1],
    ]);
  });

  it("tells sockets without a process from those whose process it does not see", async () => {
    await addProcess(7, [1]);
    const timeWait = { ...outbound(0, 50_000), state: TIME_WAIT };
    const { keys, problem } = await find({
      keys: [destination],
      sockets: [outbound(1), outbound(2), timeWait],
    });
    expect(keys[0]).toMatchObject({ owners: [{ sockets: 1 }], ownerless: 1, hidden: 1 });
    expect(problem).toBe("some sockets are of no process in /proc");
  });

  it("takes a connection to a listener as opened by the other side, on that address alone", async () => {
    await addProcess(7, [1, 2, 3]);
    const listeners = [{ state: LISTEN, local: "10.0.0.1:80", remote: "0.0.0.0:0", inode: 9 }];
    const sockets = [
      { state: ESTABLISHED, local: "10.0.0.1:80", remote: "10.0.0.5:50000", inode: 1 },
      { state: ESTABLISHED, local: "[::ffff:10.0.0.1]:80", remote: "[::ffff:10.0.0.5]:50001", inode: 2 },
      { state: ESTABLISHED, local: "10.0.0.2:80", remote: "10.0.0.5:443", inode: 3 },
    ];
    const { keys } = await find({
      keys: [
        { list: "localPorts", port: 80 },
        { list: "peers", address: "10.0.0.5" },
        { list: "destinations", sourceAddress: "10.0.0.2", address: "10.0.0.5", port: 443 },
        { list: "destinations", sourceAddress: "10.0.0.1", address: "10.0.0.5", port: 50_000 },
      ],
      listeners,
      sockets,
    });
    expect(keys.map(({ owners }) => owners[0]?.sockets ?? 0)).toEqual([2, 3, 1, 0]);
  });

  it("takes a wildcard listener for every address of both families", async () => {
    await addProcess(7, [1, 2]);
    const { keys } = await find({
      keys: [{ list: "localPorts", port: 80 }],
      listeners: [{ state: LISTEN, local: "[::]:80", remote: "[::]:0", inode: 9 }],
      sockets: [
        { state: ESTABLISHED, local: "[::1]:80", remote: "[::1]:50000", inode: 1 },
        { state: ESTABLISHED, local: "[::ffff:10.0.0.1]:80", remote: "[::ffff:10.0.0.5]:50001", inode: 2 },
      ],
    });
    expect(keys[0]?.owners[0]?.sockets).toBe(2);
  });

  it("keeps addresses of IPv6 and equal keys apart and together", async () => {
    await addProcess(7, [1, 2]);
    const one = { list: "peers", address: "2001:db8::1" } as const;
    const { keys } = await find({
      keys: [
        one,
        { list: "peers", address: "2001:db8::2" },
        { ...one },
        { list: "peers", address: "no address" },
      ],
      sockets: [
        { state: ESTABLISHED, local: "[2001:db8::9]:5", remote: "[2001:db8::1]:6", inode: 1 },
        { state: ESTABLISHED, local: "[2001:db8::9]:5", remote: "[2001:db8::2]:6", inode: 2 },
      ],
    });
    expect(keys.map(({ owners }) => owners[0]?.sockets ?? 0)).toEqual([1, 1, 1, 0]);
  });

  it("shows the ten that hold most", async () => {
    const sockets = Array.from({ length: 78 }, (_, index) => outbound(index + 1));
    let next = 1;
    for (let pid = 1; pid <= 12; pid++) {
      await addProcess(
        pid,
        Array.from({ length: pid }, () => next++),
      );
    }
    const { keys } = await find({ keys: [destination], sockets });
    expect(keys[0]?.owners.map(({ sockets }) => sockets)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  });

  it.each([
    ["a newline and bytes of no text", "a\nb\xff\n", "a\ufffdb\ufffd"],
    ["32 kB", "x".repeat(32 * 1024), "x".repeat(64)],
    ["nothing", "", ""],
    ["UTF-8", "caf\xc3\xa9\n", "café"],
  ])("survives a name of %s", async (_, comm, name) => {
    await addProcess(7, [1], comm);
    const { keys } = await find({ keys: [destination], sockets: [outbound(1)] });
    expect(keys[0]?.owners[0]?.name).toBe(name);
  });

  it("survives a process of which only descriptors are left", async () => {
    await addProcess(7, [1]);
    for (const file of ["comm", "status", "cgroup"]) await rm(join(procRoot, "7", file));
    const { keys } = await find({ keys: [destination], sockets: [outbound(1)] });
    expect(keys[0]?.owners).toEqual([
      { pid: 7, name: "", uid: null, unit: null, container: null, sockets: 1 },
    ]);
  });

  it("passes over processes that are gone and files that are none", async () => {
    await mkdir(join(procRoot, "5"));
    await writeFile(join(procRoot, "6"), "");
    await mkdir(join(procRoot, "sys"));
    await addProcess(7, [1]);
    const { keys, problem } = await find({ keys: [destination], sockets: [outbound(1)] });
    expect(keys[0]?.owners).toHaveLength(1);
    expect(problem).toBeNull();
  });

  it("ends when its time is over, and says so", async () => {
    await addProcess(
      7,
      Array.from({ length: 300 }, (_, index) => index + 1000),
    );
    const limits = { cpuMs: 0, wallMs: 60_000 };
    const { keys, problem } = await find({ keys: [destination], sockets: [outbound(1)], limits });
    expect(keys[0]).toMatchObject({ owners: [], hidden: 1 });
    expect(problem).toBe("the search took too long and ended after 1 processes");
  });

  it("answers for 200 keys and says how many were asked for", async () => {
    const keys = Array.from({ length: 250 }, (_, port) => ({ list: "localPorts" as const, port }));
    const { keys: answered, problem } = await find({ keys, sockets: [] });
    expect(answered).toHaveLength(200);
    expect(problem).toBe("only the first 200 of 250 keys were looked for");
  });

  it("says that the kernel refused the dump", async () => {
    const refusal = { type: NLMSG_ERROR, payload: writeErrno(2) };
    const transport = new ScriptedTransport([[[refusal]]]);
    const openTransport = () => Promise.resolve({ ok: true as const, transport });
    const { keys, problem } = await findOwners({ procRoot, keys: [destination], openTransport });
    expect(keys).toEqual([{ key: destination, owners: [], ownerless: 0, hidden: 0 }]);
    expect(problem).toBe("sock_diag: dump: ENOENT");
    expect(transport.closed).toBe(1);
  });

  it("says why there is no netlink socket", async () => {
    const openTransport = () => Promise.resolve({ ok: false as const, reason: "no netlink" });
    expect(await findOwners({ procRoot, keys: [], openTransport })).toMatchObject({
      keys: [],
      problem: "sock_diag: no netlink",
    });
  });

  it("says that the processes cannot be listed", async () => {
    await rm(procRoot, { recursive: true });
    const { problem } = await find({ keys: [destination], sockets: [outbound(1)] });
    expect(problem).toBe("the processes could not be listed (ENOENT)");
  });
});
