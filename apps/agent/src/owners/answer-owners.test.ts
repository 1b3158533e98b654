import type { TopLists } from "@fourtuple/core/samples";
import { zeroStateCounts } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { fakeClock } from "../../test/fake-clock.js";
import { censusOf } from "../../test/scripted-census.js";
import { createOwnersAnswer, ownedKeysOf } from "./answer-owners.js";

const counted = { sockets: 1, states: zeroStateCounts() };
const empty = censusOf("full", {}).topLists;
if (empty === null) throw new Error("a census has lists");
const lists: TopLists = {
  ...empty,
  atMs: 1,
  portRange: null,
  usablePorts: null,
  destinations: {
    ...empty.destinations,
    entries: [
      {
        ...counted,
        sourceAddress: "10.0.0.1",
        address: "10.0.0.2",
        port: 5432,
        occupiedPorts: 1,
        timeWaitAges: [],
      },
    ],
  },
  localPorts: { ...empty.localPorts, entries: [{ ...counted, port: 443, timeWaitAges: [] }] },
  peers: { ...empty.peers, entries: [{ ...counted, address: "10.0.0.9", inbound: 1 }] },
};
const owner = { pid: 7, name: "nginx", uid: 33, unit: "nginx.service", container: null, sockets: 1 };

function answerOf(latest: TopLists | null) {
  const time = fakeClock();
  let searches = 0;
  const answer = createOwnersAnswer({
    procRoot: "/proc",
    latestLists: () => latest,
    clock: time.clock,
    find: async ({ keys }) => {
      searches += 1;
      return {
        keys: keys.map((key) => ({ key, owners: [owner], ownerless: 2, hidden: 0 })),
        problem: null,
        cpuUs: 9,
      };
    },
  });
  return { answer, time, searches: () => searches };
}

describe("the answer for owners", () => {
  it("names who holds the sockets of each entry of the lists", async () => {
    const { answer } = answerOf(lists);
    const { requestId, keys, cpuUs, problem } = await answer({ requestId: "a" });
    expect({ requestId, cpuUs, problem }).toEqual({ requestId: "a", cpuUs: 9, problem: null });
    expect(keys.map(({ key }) => key)).toEqual(ownedKeysOf(lists));
    expect(keys[0]).toEqual({
      key: { list: "destinations", sourceAddress: "10.0.0.1", address: "10.0.0.2", port: 5432 },
      owners: [owner],
      ownerless: 2,
      hidden: 0,
    });
  });

  it("is the same for whoever asks again at once, and looked for anew later", async () => {
    const { answer, time, searches } = answerOf(lists);
    await answer({ requestId: "a" });
    expect((await answer({ requestId: "b" })).requestId).toBe("b");
    expect(searches()).toBe(1);
    time.freeze(5_000);
    await answer({ requestId: "c" });
    expect(searches()).toBe(2);
  });

  it("says that there is nothing to look for before the first census", async () => {
    const { answer, searches } = answerOf(null);
    expect(await answer({ requestId: "a" })).toMatchObject({ keys: [], problem: "no census has ended yet" });
    expect(searches()).toBe(0);
  });
});
