import { TCP_STATES } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import type { CountedSocket } from "../../test/counted-socket.js";
import { feedSockets, finishAggregate, startAggregate, tallySockets } from "../../test/replay.js";

const TIMER_TIME_WAIT = 3;

const timeWait = (local: string, remote: string, expiresMs: number): CountedSocket => ({
  state: 6,
  local,
  remote,
  timer: TIMER_TIME_WAIT,
  expiresMs,
});

describe("the lists of a census", () => {
  it("has what we opened by destination, what others opened by port", () => {
    const { destinations, localPorts, peers } = tallySockets(
      ["0.0.0.0:80"],
      { state: 1, local: "10.0.0.1:40000", remote: "10.0.0.2:5432" },
      { state: 8, local: "10.0.0.1:40001", remote: "10.0.0.2:5432" },
      { state: 1, local: "10.0.0.1:80", remote: "10.0.0.2:50000" },
    );
    expect(destinations.entries).toMatchObject([
      {
        sourceAddress: "10.0.0.1",
        address: "10.0.0.2",
        port: 5_432,
        sockets: 2,
        occupiedPorts: 2,
        states: { ESTABLISHED: 1, CLOSE_WAIT: 1 },
      },
    ]);
    expect(localPorts.entries).toMatchObject([{ port: 80, sockets: 1 }]);
    expect(peers.entries).toMatchObject([{ address: "10.0.0.2", sockets: 3, inbound: 1 }]);
  });

  it("counts an IPv4 address once, mapped or not", () => {
    const { destinations, peers } = tallySockets(
      [],
      { state: 1, local: "10.0.0.1:40000", remote: "10.0.0.2:443" },
      { state: 1, local: "[::ffff:10.0.0.1]:40001", remote: "[::ffff:10.0.0.2]:443" },
      { state: 1, local: "[2001:db8::1]:40002", remote: "[2001:db8::2]:443" },
    );
    expect(
      destinations.entries.map(({ sourceAddress, address, sockets }) => [sourceAddress, address, sockets]),
    ).toEqual([
      ["10.0.0.1", "10.0.0.2", 2],
      ["2001:db8::1", "2001:db8::2", 1],
    ]);
    expect(peers.entries.map(({ address }) => address)).toEqual(["10.0.0.2", "2001:db8::2"]);
  });

  it("counts the ports of the range that connect() may take, and no others, as occupied", () => {
    const aggregate = startAggregate({
      ports: { range: [40_000, 40_009], isReserved: (port) => port === 40_005 },
    });
    const local = [39_999, 40_000, 40_005, 40_009, 40_010];
    feedSockets(
      local.map((port) => ({ state: 1, local: `10.0.0.1:${port}`, remote: "10.0.0.2:443" })),
      aggregate,
    );
    expect(finishAggregate(aggregate).destinations.entries).toMatchObject([{ sockets: 5, occupiedPorts: 2 }]);
  });

  it("does not know occupied ports without a range", () => {
    const aggregate = startAggregate({ ports: { range: null, isReserved: () => false } });
    feedSockets([{ state: 1, local: "10.0.0.1:40000", remote: "10.0.0.2:443" }], aggregate);
    expect(finishAggregate(aggregate).destinations.entries).toMatchObject([{ occupiedPorts: null }]);
  });

  it("tells the age of TIME_WAIT by what its timer has left", () => {
    const left = [60_000, 50_000, 49_999, 30_001, 20_000, 14_999, 0, 61_900];
    const { destinations, localPorts } = tallySockets(
      ["10.0.0.1:80"],
      ...left.map((expiresMs, index) => timeWait(`10.0.0.1:${40_000 + index}`, "10.0.0.2:443", expiresMs)),
      timeWait("10.0.0.1:80", "10.0.0.2:9", 1_000),
    );
    expect(destinations.entries[0]?.timeWaitAges).toEqual([3, 1, 1, 1, 2]);
    expect(localPorts.entries[0]?.timeWaitAges).toEqual([0, 0, 0, 0, 1]);
  });

  it("knows FIN_WAIT2 that is a minisocket from that of a process", () => {
    const aggregate = startAggregate();
    const ends = { local: "10.0.0.1:40000", remote: "10.0.0.2:443" };
    feedSockets(
      [
        { state: 5, ...ends, timer: TIMER_TIME_WAIT, expiresMs: 59_000 },
        { state: 5, ...ends, timer: 2, expiresMs: 7_000_000, cgroup: 1n },
      ],
      aggregate,
    );
    expect(finishAggregate(aggregate).counts).toMatchObject({ FIN_WAIT2: 2, TIME_WAIT: 0 });
    expect(aggregate.finWait2InTimeWait).toBe(1);
  });

  it("has the sockets by cgroup, and how many have none", () => {
    const ends = { local: "10.0.0.1:40000", remote: "10.0.0.2:443" };
    const large = 0x1_0000_0002n;
    const { cgroups, withoutCgroup } = tallySockets(
      [],
      { state: 1, ...ends, cgroup: large },
      { state: 1, ...ends, cgroup: 77n },
      { state: 8, ...ends, cgroup: large },
      timeWait(ends.local, ends.remote, 0),
    );
    expect(cgroups.entries).toMatchObject([
      { id: String(large), sockets: 2, path: null, states: { ESTABLISHED: 1, CLOSE_WAIT: 1 } },
      { id: "77", sockets: 1 },
    ]);
    expect(withoutCgroup).toBe(1);
  });

  it("passes over the states that were not asked for, and counts those it does not know apart", () => {
    const aggregate = startAggregate({ states: 1 << 6 });
    const ends = { local: "10.0.0.1:40000", remote: "10.0.0.2:443" };
    feedSockets(
      [1, 6, 10, 99, 0].map((state) => ({ state, ...ends })),
      aggregate,
    );
    const { counts, peers } = finishAggregate(aggregate);
    expect(TCP_STATES.filter((state) => counts[state] > 0)).toEqual(["TIME_WAIT"]);
    expect(peers.entries).toMatchObject([{ sockets: 1 }]);
    expect(aggregate.unknown).toBe(2);
  });

  it("keeps the sum whole when there are more keys than it keeps apart", () => {
    const sockets = Array.from({ length: 40_000 }, (_, index): CountedSocket => {
      const isBusy = index % 8 === 0;
      const remote = isBusy ? "10.255.0.1:443" : `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}:443`;
      return { state: 1, local: `10.254.0.1:${1_024 + index}`, remote };
    });
    const { destinations, peers, localPorts } = tallySockets([], ...sockets);
    for (const { entries, other } of [destinations, peers]) {
      expect(entries[0]).toMatchObject({ address: "10.255.0.1", sockets: 5_000 });
      expect(entries).toHaveLength(50);
      expect(other).toMatchObject({ keys: 16_384 - 50, keysExact: false });
      expect(entries.reduce((sum, entry) => sum + entry.sockets, other.sockets)).toBe(40_000);
    }
    expect(localPorts.other).toMatchObject({ sockets: 0, keys: 0, keysExact: true });
  });

  it("starts each census at nothing", () => {
    const aggregate = startAggregate();
    const socket = { state: 6, local: "10.0.0.1:40000", remote: "10.0.0.2:443", cgroup: 4n };
    for (let times = 0; times < 3; times++) {
      aggregate.begin(0xbff, { range: [1, 65_535], isReserved: () => false });
      feedSockets([socket, socket], aggregate);
      expect(finishAggregate(aggregate)).toMatchObject({
        destinations: { entries: [{ sockets: 2, timeWaitAges: [0, 0, 0, 0, 2] }] },
        peers: { entries: [{ sockets: 2 }] },
        cgroups: { entries: [{ sockets: 2 }] },
        withoutCgroup: 0,
      });
    }
  });
});
