import type { CensusTier } from "@fourtuple/core/samples";
import { type StateCounts, zeroStateCounts } from "@fourtuple/core/tcp";
import {
  holdEstablished,
  leaveTimeWait,
  type Namespace,
  namespacesAvailable,
  pileCloseWait,
  ssAvailable,
  startNamespace,
} from "@fourtuple/testkit/namespaces";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const namespaces = namespacesAvailable();
const ss = ssAvailable();
const skipReason = namespaces.ok ? (ss.ok ? null : ss.reason) : namespaces.reason;
const title = "states that are composed between two full censuses";
const module = new URL("./composed/inside.mjs", import.meta.url).href;

interface Shot {
  readonly source: string;
  readonly states: StateCounts;
  /** Censuses that were made for it. */
  readonly tiers: readonly CensusTier[];
}

let namespace: Namespace;

/** A sample that is taken `afterMs` later than it is. */
async function take(afterMs = 1_000): Promise<Shot> {
  return (await namespace.ask("run", { module, name: "take", argument: { afterMs } })) as Shot;
}

async function expectAsSs(states: StateCounts, expected: Partial<StateCounts>): Promise<void> {
  const { counts } = await namespace.ask("countBySs", {});
  expect(counts).toEqual({ ...zeroStateCounts(), ...expected });
  expect(states).toEqual(counts);
}

describe.skipIf(skipReason !== null)(skipReason ? `${title} (skipped: ${skipReason})` : title, () => {
  beforeEach(async () => {
    namespace = await startNamespace();
    await namespace.ask("run", { module, name: "start", argument: {} });
    // What a full census costs is believed of the second one, and puts the next off for minutes.
    expect((await take()).tiers).toEqual(["full"]);
    expect((await take(6_000)).tiers).toEqual(["full"]);
    expect((await take(30_000)).tiers).toEqual(["troubled"]);
    expect((await take(30_000)).tiers).toEqual(["troubled"]);
  });
  afterEach(() => namespace.close());

  it("follow connections and TIME_WAIT within a second, without a census", async () => {
    await holdEstablished(namespace, 20);
    await leaveTimeWait(namespace, 12);
    const { tiers, source, states } = await take();
    expect({ tiers, source }).toEqual({ tiers: [], source: "sock_diag" });
    await expectAsSs(states, { LISTEN: 2, ESTABLISHED: 40, TIME_WAIT: 12 });
  });

  it("are exact again in every state after a census of the troubled ones", async () => {
    await holdEstablished(namespace, 5);
    const { clients } = await pileCloseWait(namespace, 8);
    // Until then the new CLOSE_WAIT count as ESTABLISHED: CurrEstab does not tell them apart.
    const before = await take();
    expect(before).toMatchObject({ tiers: [], states: { ESTABLISHED: 18, CLOSE_WAIT: 0 } });
    const after = await take(40_000);
    expect(after.tiers).toEqual(["troubled"]);
    await expectAsSs(after.states, { LISTEN: 2, ESTABLISHED: 10, CLOSE_WAIT: 8, FIN_WAIT2: 8 });
    // Closed, their FIN_WAIT2 become minisockets, which sockstat counts in `tw`.
    await namespace.ask("close", { id: clients });
    const closed = await take(40_000);
    expect(closed.tiers).toEqual(["troubled"]);
    await expectAsSs(closed.states, { LISTEN: 2, ESTABLISHED: 10, CLOSE_WAIT: 8, FIN_WAIT2: 8 });
  });
});
