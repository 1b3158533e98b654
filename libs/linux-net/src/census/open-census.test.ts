import type { CensusTier } from "@fourtuple/core/samples";
import { describe, expect, it } from "vitest";
import { writeErrno, writeSocket } from "../../test/netlink-messages.js";
import { ScriptedTransport, type Step } from "../../test/scripted-transport.js";
import { NLMSG_DONE, NLMSG_ERROR, TCPDIAG_GETSOCK } from "../sock-diag/protocol.js";
import type { TransportOpening } from "../sock-diag/transport.js";
import { openCensus } from "./open-census.js";

const socket = (state: number) => ({ type: TCPDIAG_GETSOCK, payload: writeSocket(state) });
const done = { type: NLMSG_DONE, payload: writeErrno(0) };
const refusal = (errno: number) => ({ type: NLMSG_ERROR, payload: writeErrno(errno) });

function openScripted(...dumps: (readonly Step[])[]) {
  const transport = new ScriptedTransport(dumps);
  let nowMs = 0;
  let openings = 0;
  const census = openCensus({
    procRoot: "/proc",
    openTransport: () => {
      openings++;
      return Promise.resolve<TransportOpening>({ ok: true, transport });
    },
    nowMs: () => nowMs,
  });
  return {
    census,
    transport,
    openings: () => openings,
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

const LISTENERS: readonly Step[] = [[socket(10)], [done]];
const GOOD: readonly Step[] = [
  [socket(1), socket(1)],
  [socket(6), done],
];
const PORTS = { range: null, isReserved: () => false };

describe("openCensus over sock_diag", () => {
  it("counts the sockets of a tier", async () => {
    const { census } = openScripted(GOOD);
    expect(await census.read("full", PORTS)).toMatchObject({
      tier: "full",
      source: "sock_diag",
      reason: null,
      partial: false,
      partialReason: null,
      counts: { LISTEN: 0, ESTABLISHED: 2, TIME_WAIT: 1 },
      finWait2InTimeWait: 0,
      sockets: 3,
      cpuUs: expect.any(Number),
      topLists: { tier: "full", partial: false, withoutCgroup: 3 },
    });
  });

  it("describes the listeners by themselves", async () => {
    const { census } = openScripted(LISTENERS);
    expect(await census.readListeners()).toEqual({
      source: "sock_diag",
      reason: null,
      partial: false,
      partialReason: null,
      listening: 1,
      listeners: [{ address: "0.0.0.0", port: 0, acceptQueue: 0, backlog: 0, drops: null, uid: 0 }],
      listenersOmitted: 0,
      cpuUs: expect.any(Number),
    });
  });

  it.each<[CensusTier, number]>([
    ["full", 0xbff],
    ["troubled", 0xb3c],
    ["timeWait", 0x40],
  ])("asks the kernel for the states of the tier %s alone", async (tier, states) => {
    const { census, transport } = openScripted([[done]]);
    await census.read(tier, PORTS);
    const [request = new Uint8Array(76)] = transport.requests;
    expect(new Uint32Array(request.buffer)[17]).toBe(states);
  });

  it("knows nothing of FIN_WAIT2 where the tier does not ask for it", async () => {
    const { census } = openScripted([[socket(6), done]]);
    expect(await census.read("timeWait", PORTS)).toMatchObject({ finWait2InTimeWait: null, sockets: 1 });
  });

  it("keeps its socket from one reading to the next and starts each at zero", async () => {
    const { census, openings, transport } = openScripted(LISTENERS, GOOD, LISTENERS, GOOD);
    for (let times = 0; times < 2; times++) {
      expect(await census.readListeners()).toMatchObject({ listening: 1 });
      expect(await census.read("full", PORTS)).toMatchObject({ sockets: 3 });
    }
    expect(openings()).toBe(1);
    census.close();
    await census.readListeners();
    expect(transport.closed).toBe(1);
  });

  it("reads again when the kernel marks the dump as interrupted", async () => {
    const interrupted: readonly Step[] = [[{ ...socket(1), flags: 0x12 }, done]];
    const { census } = openScripted(interrupted, GOOD);
    expect(await census.read("full", PORTS)).toMatchObject({ partial: false, sockets: 3 });
  });

  it("says that it is partial when the tables never hold still", async () => {
    const interrupted = (): readonly Step[] => [[socket(1), { ...done, flags: 0x12 }]];
    const { census, transport } = openScripted(interrupted(), interrupted(), interrupted(), GOOD);
    expect(await census.read("full", PORTS)).toMatchObject({
      source: "sock_diag",
      partial: true,
      partialReason: "the kernel's tables changed during the dump",
      sockets: 1,
      topLists: { partial: true },
    });
    expect(transport.requests).toHaveLength(3);
  });

  it("says that it is partial when messages are garbled or states unknown", async () => {
    const { census } = openScripted([[{ ...socket(1), claimedLength: 3 }], [socket(99), done]]);
    expect(await census.read("full", PORTS)).toMatchObject({
      partial: true,
      partialReason:
        "1 netlink messages were cut or garbled; 1 sockets are in a state this version does not know",
      sockets: 1,
    });
  });

  it("takes readings in the order of the calls, one at a time", async () => {
    const { census, transport } = openScripted(LISTENERS, GOOD, [[socket(6), done]]);
    const [listeners, full, timeWait] = await Promise.all([
      census.readListeners(),
      census.read("full", PORTS),
      census.read("timeWait", PORTS),
    ]);
    expect([listeners.listening, full.sockets, timeWait.sockets]).toEqual([1, 3, 1]);
    expect(transport.requests).toHaveLength(3);
  });

  it("gives way to the event loop during a long dump", async () => {
    const long = Array.from({ length: 80 }, (): Step => [socket(1)]);
    const { census } = openScripted([...long, [done]]);
    let turns = 0;
    const turn = () => {
      turns++;
      running = setImmediate(turn);
    };
    let running = setImmediate(turn);
    await census.read("full", PORTS);
    clearImmediate(running);
    expect(turns).toBeGreaterThanOrEqual(9);
  });

  it("closes its socket only after a reading under way", async () => {
    const { census, transport } = openScripted(GOOD);
    const reading = census.read("full", PORTS);
    census.close();
    expect(transport.closed).toBe(0);
    expect(await reading).toMatchObject({ source: "sock_diag" });
    const closed = { source: "none", reason: "the census is closed" };
    expect(await census.read("full", PORTS)).toMatchObject({ ...closed, counts: null });
    expect(await census.readListeners()).toMatchObject({ ...closed, listening: null });
    expect(transport.closed).toBe(1);
  });
});

describe.skipIf(process.platform !== "linux")("openCensus without sock_diag", () => {
  it.each<[string, readonly Step[], string]>([
    ["the module is missing", [[refusal(2)]], "sock_diag: dump: ENOENT"],
    ["netlink is forbidden", [[refusal(1)]], "sock_diag: dump: EPERM"],
    ["no answer comes", [-11], "sock_diag: receive: EAGAIN"],
    ["the answer stops half way", [[socket(1)], 0], "sock_diag: receive: the kernel closed the dump"],
  ])("falls back to procfs with the reason when %s", async (_, steps, reason) => {
    const { census, transport } = openScripted(steps);
    expect(await census.read("full", PORTS)).toMatchObject({
      source: "procfs",
      reason,
      counts: expect.any(Object),
    });
    expect(transport.closed).toBe(1);
  });

  it("leaves sock_diag alone for a minute, then tries it again", async () => {
    const { census, wait, openings } = openScripted([[refusal(2)]], GOOD);
    await census.readListeners();
    wait(59_999);
    expect(await census.read("full", PORTS)).toMatchObject({
      source: "procfs",
      reason: "sock_diag: dump: ENOENT",
    });
    expect(openings()).toBe(1);
    wait(1);
    expect(await census.read("full", PORTS)).toMatchObject({ source: "sock_diag", reason: null });
  });

  it("falls back when no netlink socket can be had at all", async () => {
    const census = openCensus({
      procRoot: "/proc",
      openTransport: () => Promise.resolve({ ok: false, reason: "netlink socket: EAFNOSUPPORT" }),
    });
    expect(await census.readListeners()).toMatchObject({
      source: "procfs",
      reason: "sock_diag: netlink socket: EAFNOSUPPORT",
    });
  });

  it("does not reject when a source breaks, and goes on with the next reading", async () => {
    let openings = 0;
    const census = openCensus({
      procRoot: "/proc",
      openTransport: () => {
        openings++;
        return Promise.reject(new Error("no memory"));
      },
    });
    const reason = "sock_diag: no memory";
    expect(await census.read("full", PORTS)).toMatchObject({ source: "procfs", reason });
    expect(await census.read("full", PORTS)).toMatchObject({ source: "procfs", reason });
    expect(openings).toBe(1);
  });
});

describe("openCensus without any source", () => {
  const nowhere = {
    source: "none",
    reason: "sock_diag: not for the files of /nowhere; procfs: tcp: absent",
    partial: false,
    partialReason: null,
    cpuUs: null,
  };

  it("has null counts and every reason, never zeros", async () => {
    const census = openCensus({ procRoot: "/nowhere" });
    expect(await census.read("troubled", PORTS)).toEqual({
      ...nowhere,
      tier: "troubled",
      counts: null,
      finWait2InTimeWait: null,
      sockets: 0,
      topLists: null,
    });
  });

  it("does not know how many listen", async () => {
    const census = openCensus({ procRoot: "/nowhere" });
    expect(await census.readListeners()).toEqual({
      ...nowhere,
      listening: null,
      listeners: [],
      listenersOmitted: 0,
    });
  });
});
