import { type StateCounts, TCP_STATES, type TcpState, tcpStateOfCode } from "@fourtuple/core/tcp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CountedSocket } from "../../test/counted-socket.js";
import {
  type FinishedCensus,
  feedBytes,
  finishAggregate,
  startAggregate,
  tallySockets,
  writeReply,
} from "../../test/replay.js";

const host = fc.constantFrom("10.0.0.1", "10.0.0.2", "192.0.2.1", "127.0.0.1");
const host6 = fc.constantFrom("::1", "2001:db8::1", "2001:db8::2", "::ffff:10.0.0.1", "::ffff:10.0.0.2");
const port = fc.constantFrom(80, 443, 8_080, 40_000, 40_001, 60_999, 61_000);

interface Drawn {
  readonly state: number;
  readonly local: readonly [string, number];
  readonly remote: readonly [string, number];
}

const drawn: fc.Arbitrary<Drawn> = fc
  .constantFrom(host, host6)
  .chain((family) =>
    fc.record({
      state: fc.constantFrom(1, 2, 3, 4, 5, 6, 8, 9, 11, 12),
      local: fc.tuple(family, port),
      remote: fc.tuple(family, port),
    }),
  )
  // No socket has one mapped end and one that is not.
  .filter(({ local, remote }) => local[0].startsWith("::ffff:") === remote[0].startsWith("::ffff:"));

const unmapped = (address: string) => address.replace("::ffff:", "");
const write = ([address, number]: readonly [string, number]) =>
  address.includes(":") ? `[${address}]:${number}` : `${address}:${number}`;

/** The same by maps of text. */
class Model {
  readonly byList = new Map<string, Map<string, Map<TcpState, number>>>();

  count(list: string, key: string, code: number): void {
    const keys = this.byList.get(list) ?? new Map<string, Map<TcpState, number>>();
    const states = keys.get(key) ?? new Map<TcpState, number>();
    const state = tcpStateOfCode(code) ?? "CLOSE";
    states.set(state, (states.get(state) ?? 0) + 1);
    this.byList.set(list, keys.set(key, states));
  }

  tell(list: string): Record<string, Partial<StateCounts>> {
    const keys = this.byList.get(list) ?? new Map<string, Map<TcpState, number>>();
    return Object.fromEntries([...keys].map(([key, states]) => [key, Object.fromEntries(states)]));
  }
}

function tell<E extends { states: StateCounts }>(entries: readonly E[], name: (entry: E) => string) {
  const present = (states: StateCounts) => TCP_STATES.filter((state) => states[state] > 0);
  return Object.fromEntries(
    entries.map((entry) => [
      name(entry),
      Object.fromEntries(present(entry.states).map((state) => [state, entry.states[state]])),
    ]),
  );
}

describe("the lists of a census, for any sockets", () => {
  it("are those that maps of text would give", () => {
    const listeners = ["0.0.0.0:80", "10.0.0.1:443", "[2001:db8::1]:8080"];
    const isInbound = (address: string, number: number) =>
      number === 80 ||
      (address === "10.0.0.1" && number === 443) ||
      (address === "2001:db8::1" && number === 8_080);
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 200 }), (sockets) => {
        const model = new Model();
        for (const { state, local, remote } of sockets) {
          const [ours, theirs] = [unmapped(local[0]), unmapped(remote[0])];
          model.count("peers", theirs, state);
          if (isInbound(ours, local[1])) model.count("localPorts", String(local[1]), state);
          else model.count("destinations", `${ours} ${theirs} ${remote[1]}`, state);
        }
        const { destinations, localPorts, peers } = tallySockets(
          listeners,
          ...sockets.map(({ state, local, remote }) => ({
            state,
            local: write(local),
            remote: write(remote),
          })),
        );
        expect(tell(peers.entries, ({ address }) => address)).toEqual(model.tell("peers"));
        expect(tell(localPorts.entries, ({ port: number }) => String(number))).toEqual(
          model.tell("localPorts"),
        );
        const destination = (entry: (typeof destinations.entries)[number]) =>
          `${entry.sourceAddress} ${entry.address} ${entry.port}`;
        // No more than fifty of them are told.
        expect(model.tell("destinations")).toMatchObject(tell(destinations.entries, destination));
        const keys = destinations.entries.length + destinations.other.keys;
        expect(keys).toBe(model.byList.get("destinations")?.size ?? 0);
      }),
    );
  });
});

function expectWhole({ destinations, localPorts, peers, cgroups, withoutCgroup, counts }: FinishedCensus) {
  const sum = ({ entries, other }: { entries: readonly { sockets: number }[]; other: { sockets: number } }) =>
    entries.reduce((total, { sockets }) => total + sockets, other.sockets);
  const whole = TCP_STATES.reduce((total, state) => total + counts[state], 0);
  expect(sum(peers)).toBe(whole);
  expect(sum(destinations) + sum(localPorts)).toBe(whole);
  expect(sum(cgroups) + withoutCgroup).toBe(whole);
}

describe("the lists of a census, for any bytes", () => {
  it("take datagrams of noise without an exception", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 5 }), (datagrams) => {
        const aggregate = startAggregate({ listeners: ["10.0.0.1:443"] });
        for (const bytes of datagrams) feedBytes(bytes, aggregate);
        expectWhole(finishAggregate(aggregate));
      }),
    );
  });

  it("take messages of noise as sockets that sum to the whole", () => {
    const noise = fc.uint8Array({ minLength: 88, maxLength: 160 });
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 100 }), (messages) => {
        const aggregate = startAggregate({ listeners: ["[::]:1", "10.0.0.1:443"] });
        for (const message of messages) {
          const bytes = new Uint8Array((message.length + 3) & ~3);
          bytes.set(message);
          const buffer = {
            bytes,
            halves: new Uint16Array(bytes.buffer),
            words: new Uint32Array(bytes.buffer),
          };
          aggregate.take(buffer, 0, message.length);
        }
        expectWhole(finishAggregate(aggregate));
      }),
    );
  });

  it("take spoiled replies without an exception, and never more sockets than were in them", () => {
    const sockets = Array.from(
      { length: 20 },
      (_, index): CountedSocket => ({
        state: 1 + (index % 11),
        local: `[2001:db8::${index}]:${40_000 + index}`,
        remote: "[2001:db8::ffff]:443",
        cgroup: BigInt(index),
      }),
    );
    const whole = writeReply(sockets);
    const spoil = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(spoil, { minLength: 1, maxLength: 10 }), (spoils) => {
        const bytes = Uint8Array.from(whole);
        for (const [place, value] of spoils) bytes[place] = value;
        const aggregate = startAggregate();
        feedBytes(bytes, aggregate);
        const lists = finishAggregate(aggregate);
        expectWhole(lists);
        expect(aggregate.peers.whole[0]).toBeLessThanOrEqual(21);
      }),
      { numRuns: 500 },
    );
  });
});
