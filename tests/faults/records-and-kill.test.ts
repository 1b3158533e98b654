import { RECORD_KIND } from "@fourtuple/contracts/agent";
import { encodePack, type Sample } from "@fourtuple/core/samples";
import { type AgentIdentity, makeSampleRun } from "@fourtuple/testkit/samples";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestAgent } from "../../apps/api/test/support/test-agent.js";
import { until } from "../system/fourtuple-process.js";
import { ServerProcess } from "../system/server-process.js";

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.create();
  await server.start();
});
afterAll(() => server.remove());

function minute(): readonly Sample[] {
  return makeSampleRun({ count: 60, startMs: Date.now() - 120_000 });
}

async function connect(identity: AgentIdentity): Promise<TestAgent> {
  return TestAgent.connect(server.url, identity, { delivers: "packs" });
}

async function countStored(hostId: string): Promise<number> {
  const { rows } = await server.pool.query("select 1 from ts.sample where host_id = $1", [hostId]);
  return rows.length;
}

/** Kills the server while its INSERT waits for a lock of ours, then `settle`s what became of that INSERT. */
async function killWhileInserting(
  agent: TestAgent,
  samples: readonly Sample[],
  settle: (writerPid: number, letGo: () => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  const holder = await server.pool.connect();
  await holder.query("begin");
  await holder.query("lock table ts.sample in share mode");
  agent.sendPack(1, samples);
  const pid = await until("an INSERT that waits", 20_000, async () => {
    const { rows } = await server.pool.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database()
         and wait_event_type = 'Lock' and query like '%insert into ts.sample%'`,
    );
    return rows[0]?.pid;
  });
  await server.end("SIGKILL");
  await settle(pid, () => holder.query("rollback"));
  holder.release();
}

describe("the server is killed with a pack in its hands", () => {
  it("between receipt and COMMIT: nothing is stored or answered, and the pack is stored when it comes again", async () => {
    const identity = await server.keys.trustedIdentity();
    const samples = minute();
    const agent = await connect(identity);
    await killWhileInserting(agent, samples, async (pid, letGo) => {
      await server.pool.query("select pg_terminate_backend($1)", [pid]);
      await letGo();
    });
    await agent.closing();
    expect(agent.recordAcks).toEqual([]);
    expect(await countStored(agent.hostId)).toBe(0);
    await server.start();
    const again = await connect(identity);
    const [answer] = await again.deliver([{ kind: RECORD_KIND.PACK, id: 1, body: encodePack(samples) }]);
    expect(answer).toEqual({ id: 1, outcome: "stored", written: 60, duplicate: 0 });
    expect(await countStored(again.hostId)).toBe(60);
    again.close();
  });

  it("between COMMIT and the answer: it is stored, and a duplicate when it comes again", async () => {
    const identity = await server.keys.trustedIdentity();
    const samples = minute();
    const agent = await connect(identity);
    await killWhileInserting(agent, samples, async (_, letGo) => {
      // PostgreSQL does not ask after its client while it works: the INSERT is carried out for nobody.
      await letGo();
      await until("the samples", 10_000, async () => (await countStored(agent.hostId)) === 60 || undefined);
    });
    await agent.closing();
    expect(agent.recordAcks).toEqual([]);
    await server.start();
    const again = await connect(identity);
    const [answer] = await again.deliver([{ kind: RECORD_KIND.PACK, id: 1, body: encodePack(samples) }]);
    expect(answer).toEqual({ id: 1, outcome: "stored", written: 0, duplicate: 60 });
    expect(await countStored(again.hostId)).toBe(60);
    again.close();
  });
});
