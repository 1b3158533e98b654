import { createTestDatabase, type TestDatabase } from "@fourtuple/testkit/database";
import { makeSampleRun } from "@fourtuple/testkit/samples";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database, Role } from "../src/index.js";
import { query } from "./embedded-fixture.js";

describe("the database", () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = await createDatabase({ url: test.url });
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  async function enrol(publicKey: string) {
    return database.prisma.host.create({
      data: {
        name: "web-1",
        publicKey,
        kernel: "6.8.0",
        arch: "x86_64",
        agentVersion: "0.1.0",
        intervalMs: 1_000,
        netnsInode: 4_026_531_840n,
      },
    });
  }

  it("keeps a host's facts, also those that do not fit 32 bits", async () => {
    const { id } = await enrol("key-1");
    const host = await database.prisma.host.findUniqueOrThrow({ where: { publicKey: "key-1" } });
    expect(host).toMatchObject({ id, netnsInode: 4_026_531_840n, bootId: null, lastSeenAt: null });
    expect(host.enrolledAt).toBeInstanceOf(Date);
  });

  it("refuses a second host with the same key, and an address that is not lower case", async () => {
    await enrol("key-2");
    await expect(enrol("key-2")).rejects.toMatchObject({ code: "P2002" });
    const data = { email: "Someone@example.org", passwordHash: "-", role: Role.viewer };
    await expect(database.prisma.user.create({ data })).rejects.toThrow("users_email_lower_case");
  });

  it("forgets sessions with their user, and sysctl readings with their host", async () => {
    const { prisma } = database;
    const user = await prisma.user.create({
      data: { email: "a@example.org", passwordHash: "-", role: Role.admin },
    });
    await prisma.session.create({ data: { tokenHash: "t", userId: user.id, expiresAt: new Date() } });
    const host = await enrol("key-3");
    const reading = { hostId: host.id, name: "net.ipv4.tcp_tw_reuse" };
    const now = new Date();
    await prisma.sysctlValue.create({ data: { ...reading, status: "present", value: "2", readAt: now } });
    await prisma.sysctlChange.create({
      data: { ...reading, fromValue: "0", toValue: "2", after: now, before: now },
    });
    await prisma.user.delete({ where: { id: user.id } });
    await prisma.host.delete({ where: { id: host.id } });
    const left = [prisma.session.count(), prisma.sysctlValue.count(), prisma.sysctlChange.count()];
    expect(await Promise.all(left)).toEqual([0, 0, 0]);
  });

  it("stores a resent sample once and gives back numbers and nulls as they were", async () => {
    const { id } = await enrol("key-4");
    const [sample] = makeSampleRun({ count: 1 });
    if (!sample) throw new Error("no sample");
    const values = sample.values.map((value, metric) => (metric === 3 ? null : value));
    const insert = `
      insert into ts.sample (host_id, epoch_ms, seq, at, received_at, census_source, partial, "values")
      values ($1, $2, $3, $4, $4, 0, false, $5) on conflict do nothing`;
    const row = [id, sample.epochMs, sample.seq, new Date(sample.atMs), values];
    expect((await database.pool.query(insert, row)).rowCount).toBe(1);
    expect((await database.pool.query(insert, row)).rowCount).toBe(0);
    const { rows } = await database.pool.query(
      "select epoch_ms, seq, at, values from ts.sample where host_id = $1",
      [id],
    );
    expect(rows).toEqual([{ epoch_ms: sample.epochMs, seq: sample.seq, at: new Date(sample.atMs), values }]);
  });

  it("finds a stretch of one host's history by index", async () => {
    await database.pool.query(
      `insert into ts.sample select gen_random_uuid(), 0, n, to_timestamp(n), now(), 0, false, '{1}'
       from generate_series(1, 5000) n`,
    );
    await database.pool.query("analyze ts.sample");
    const { rows } = await database.pool.query(
      `explain select values from ts.sample
       where host_id = $1 and at >= to_timestamp(10) and at < to_timestamp(20) order by at`,
      ["00000000-0000-7000-8000-000000000000"],
    );
    expect(JSON.stringify(rows)).toContain("sample_host_id_at_idx");
  });

  it("ends a statement that runs too long, and an over-long number is an error and not another number", async () => {
    await expect(database.pool.query("select 9007199254740993::int8")).rejects.toThrow(
      "int8 9007199254740993 does not fit a JavaScript number",
    );
    const { rows } = await database.pool.query("select current_setting('statement_timeout') as limit");
    expect(rows).toEqual([{ limit: "30s" }]);
  });

  it("reports a broken idle connection and goes on", async () => {
    const warnings: string[] = [];
    const other = await createDatabase({ url: test.url, log: { warn: (text) => warnings.push(text) } });
    await other.pool.query("select 1");
    const reported = new Promise((resolve) => other.pool.once("remove", resolve));
    await query(
      test.url,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where pid <> pg_backend_pid() and application_name = 'fourtuple' and datname = current_database()`,
    );
    await reported;
    expect((await other.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    expect(warnings[0]).toContain("an idle database connection broke");
    await other.close();
    await other.close();
  });

  it("says in one sentence why it cannot connect", async () => {
    const url = new URL(test.url);
    url.pathname = "/nowhere";
    await expect(createDatabase({ url: url.href })).rejects.toMatchObject({
      name: "DatabaseUnavailableError",
      message: `PostgreSQL at ${url.host} has no database "nowhere"; create it or name another in DATABASE_URL.`,
    });
  });
});
