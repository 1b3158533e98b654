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

const GOOD: (readonly Step[])[] = [
  [[socket(10)], [done]],
  [
    [socket(1), socket(1)],
    [socket(6), done],
  ],
];

describe("openCensus over sock_diag", () => {
  it("adds the listeners and all the rest together", async () => {
    const { census } = openScripted(...GOOD);
    expect(await census.read()).toMatchObject({
      source: "sock_diag",
      reason: null,
      partial: false,
      partialReason: null,
      counts: { LISTEN: 1, ESTABLISHED: 2, TIME_WAIT: 1 },
      listeners: [{ drops: null }],
      sockets: 4,
      cpuUs: expect.any(Number),
    });
  });

  it("keeps its socket from one census to the next and starts each at zero", async () => {
    const { census, openings, transport } = openScripted(...GOOD, ...GOOD);
    await census.read();
    expect(await census.read()).toMatchObject({ sockets: 4 });
    expect(openings()).toBe(1);
    census.close();
    expect(transport.closed).toBe(1);
  });

  it("reads again when the kernel marks the dump as interrupted", async () => {
    const interrupted: (readonly Step[])[] = [[[done]], [[{ ...socket(1), flags: 0x12 }, done]]];
    const { census } = openScripted(...interrupted, ...GOOD);
    expect(await census.read()).toMatchObject({ partial: false, sockets: 4 });
  });

  it("says that it is partial when the tables never hold still", async () => {
    const interrupted = (): (readonly Step[])[] => [[[done]], [[socket(1), { ...done, flags: 0x12 }]]];
    const { census, transport } = openScripted(...interrupted(), ...interrupted(), ...interrupted(), ...GOOD);
    expect(await census.read()).toMatchObject({
      source: "sock_diag",
      partial: true,
      partialReason: "the kernel's tables changed during the dump",
      sockets: 1,
    });
    expect(transport.requests).toHaveLength(6);
  });

  it("says that it is partial when messages are garbled or states unknown", async () => {
    const { census } = openScripted([[done]], [[{ ...socket(1), claimedLength: 3 }], [socket(99), done]]);
    expect(await census.read()).toMatchObject({
      partial: true,
      partialReason:
        "1 netlink messages were cut or garbled; 1 sockets are in a state this version does not know",
    });
  });

  it("lets a second reader have the census that is under way", async () => {
    const { census, transport } = openScripted(...GOOD);
    const [first, second] = await Promise.all([census.read(), census.read()]);
    expect(second).toBe(first);
    expect(transport.requests).toHaveLength(2);
  });

  it("gives way to the event loop during a long dump", async () => {
    const long = Array.from({ length: 40 }, (): Step => [socket(1)]);
    const { census } = openScripted([[done]], [...long, [done]]);
    let turns = 0;
    const turn = () => {
      turns++;
      running = setImmediate(turn);
    };
    let running = setImmediate(turn);
    await census.read();
    clearImmediate(running);
    expect(turns).toBeGreaterThanOrEqual(9);
  });

  it("closes its socket only after a census under way", async () => {
    const { census, transport } = openScripted(...GOOD);
    const reading = census.read();
    census.close();
    expect(transport.closed).toBe(0);
    expect(await reading).toMatchObject({ source: "sock_diag" });
    expect(transport.closed).toBe(1);
    expect(await census.read()).toMatchObject({ source: "none", reason: "the census is closed" });
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
    expect(await census.read()).toMatchObject({ source: "procfs", reason, counts: expect.any(Object) });
    expect(transport.closed).toBe(1);
  });

  it("leaves sock_diag alone for a minute, then tries it again", async () => {
    const { census, wait, openings } = openScripted([[refusal(2)]], ...GOOD);
    await census.read();
    wait(59_999);
    expect(await census.read()).toMatchObject({ source: "procfs", reason: "sock_diag: dump: ENOENT" });
    expect(openings()).toBe(1);
    wait(1);
    expect(await census.read()).toMatchObject({ source: "sock_diag", reason: null });
  });

  it("falls back when no netlink socket can be had at all", async () => {
    const census = openCensus({
      procRoot: "/proc",
      openTransport: () => Promise.resolve({ ok: false, reason: "netlink socket: EAFNOSUPPORT" }),
    });
    expect(await census.read()).toMatchObject({
      source: "procfs",
      reason: "sock_diag: netlink socket: EAFNOSUPPORT",
    });
  });
});

describe("openCensus without any source", () => {
  it("has null counts and every reason, never zeros", async () => {
    const census = openCensus({ procRoot: "/nowhere" });
    expect(await census.read()).toEqual({
      source: "none",
      reason: "sock_diag: not for the files of /nowhere; procfs: tcp: absent",
      partial: false,
      partialReason: null,
      counts: null,
      listeners: [],
      listenersOmitted: 0,
      cpuUs: null,
      sockets: 0,
    });
  });
});
