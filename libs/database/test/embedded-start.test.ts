import { readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { LOG_LIMIT_BYTES } from "../src/embedded/server-log.js";
import { cleanUp, newDataDir, query, start } from "./embedded-fixture.js";

describe("the embedded PostgreSQL, first start", () => {
  let dataDir = "";
  let url = "";

  beforeAll(async () => {
    dataDir = await newDataDir();
    const server = await start(dataDir);
    expect(server).toMatchObject({ version: expect.stringMatching(/^18\./), adopted: false });
    url = server.url;
  });
  afterAll(cleanUp);

  it("makes a database that answers, on the loopback address only", async () => {
    expect(new URL(url).hostname).toBe("127.0.0.1");
    const [row] = await query(
      url,
      `select current_database() as name, current_setting('listen_addresses') as addresses,
              current_setting('unix_socket_directories') as sockets`,
    );
    expect(row).toEqual({ name: "fourtuple", addresses: "127.0.0.1", sockets: "" });
  });

  it("keeps directory, password and log from other users of the machine", async () => {
    const modes = await Promise.all(
      ["", "cluster", "password", "postgres.log"].map(
        async (name) => (await stat(join(dataDir, name))).mode & 0o777,
      ),
    );
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o600]);
  });

  it("lets nobody in without the password", async () => {
    const guess = new URL(url);
    guess.password = "guess";
    await expect(query(guess.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  });

  it("orders and folds text alike on every system", async () => {
    const [row] = await query(url, "select lower('ÄÖ') as lower, 'a' < 'B' as by_locale");
    expect(row).toEqual({ lower: "äö", by_locale: false });
  });
});

describe("the embedded PostgreSQL, stop and start again", () => {
  afterEach(cleanUp);

  it("keeps the rows", async () => {
    const dataDir = await newDataDir();
    const first = await start(dataDir);
    await query(first.url, "create table note as select 42 as n");
    await first.stop();
    const second = await start(dataDir);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, "select n from note")).toEqual([{ n: 42 }]);
  });

  it("stops once, however often it is told to, and that is no death", async () => {
    const server = await start(await newDataDir());
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(() => process.kill(server.pid, 0)).toThrow("ESRCH");
    const verdict = await Promise.race([server.died.then(() => "died"), Promise.resolve("quiet")]);
    expect(verdict).toBe("quiet");
  });

  it("stops while a transaction is open", async () => {
    const server = await start(await newDataDir());
    const open = query(server.url, "select pg_sleep(60)").catch((error) => error.code);
    // Until it runs, its connection may still be logging in, and would end without a code.
    const running = "select 1 from pg_stat_activity where query = 'select pg_sleep(60)'";
    await vi.waitFor(async () => expect(await query(server.url, running)).toHaveLength(1));
    await server.stop();
    expect(await open).toBe("57P01");
  });

  it("puts a large log aside", async () => {
    const dataDir = await newDataDir();
    await (await start(dataDir)).stop();
    const log = join(dataDir, "postgres.log");
    await writeFile(log, "");
    await truncate(log, LOG_LIMIT_BYTES + 1);
    await start(dataDir);
    expect((await stat(`${log}.old`)).size).toBe(LOG_LIMIT_BYTES + 1);
    expect(await readFile(log, "utf8")).toContain("ready to accept connections");
  });
});
