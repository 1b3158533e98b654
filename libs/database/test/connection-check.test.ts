import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createTestDatabase, type TestDatabase } from "@fourtuple/testkit/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkConnection } from "../src/index.js";

describe("checkConnection", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
  });
  afterAll(() => database.drop());

  /** The test server's URL with some parts changed. */
  function changed(parts: Partial<Record<"password" | "pathname" | "host", string>>): string {
    return Object.assign(new URL(database.url), parts).href;
  }

  it("tells the version of a server that is fit", async () => {
    expect(await checkConnection(database.url)).toEqual({ ok: true, version: expect.stringMatching(/^\d+/) });
  });

  it("tells a wrong password, without repeating it", async () => {
    const check = await checkConnection(changed({ password: "a-wrong-password" }));
    expect(check).toMatchObject({ ok: false, code: "auth-failed" });
    expect(JSON.stringify(check)).not.toContain("a-wrong-password");
  });

  it("tells a database that does not exist", async () => {
    expect(await checkConnection(changed({ pathname: "/nowhere" }))).toMatchObject({
      ok: false,
      code: "database-missing",
      reason: expect.stringContaining('no database "nowhere"'),
    });
  });

  it("tells a port where nothing listens", async () => {
    const { url, close } = await listen(() => undefined);
    await close();
    expect(await checkConnection(url)).toMatchObject({ ok: false, code: "refused" });
  });

  it("tells a host name that does not exist", async () => {
    const check = await checkConnection("postgresql://u:p@no-such-host.invalid/d");
    expect(check).toMatchObject({ ok: false, code: "unknown-host" });
  });

  it("tells a server that is too old", async () => {
    const { url, close } = await listen((socket) => pretendOldServer(socket));
    expect(await checkConnection(url)).toEqual({
      ok: false,
      code: "too-old",
      reason: expect.stringMatching(/is version 13\.9; Fourtuple needs 14 or newer\.$/),
    });
    await close();
  });

  it("survives a peer that is no PostgreSQL at all", async () => {
    const { url, close } = await listen((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect(await checkConnection(url)).toMatchObject({ ok: false, reason: expect.any(String) });
    await close();
  });

  it.each([
    ["", "is not a URL"],
    ["localhost:5432", 'begins with "localhost:"'],
    ["mysql://u:p@h/d", 'begins with "mysql:"'],
    ["postgresql://u:50%@h/d", "percent sign"],
  ])("tells that %j is not a usable URL", async (url, words) => {
    const check = await checkConnection(url);
    expect(check).toMatchObject({ ok: false, code: "bad-url", reason: expect.stringContaining(words) });
  });
});

async function listen(onConnection: (socket: Socket) => void) {
  const server: Server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => onConnection(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const close = async () => {
    server.close();
    await once(server, "close");
  };
  return { url: `postgresql://u:p@127.0.0.1:${port}/d`, close };
}

/** A message of the frontend/backend protocol: its type, its length, its body. */
function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

/** Lets anyone in and answers the first query as PostgreSQL 13.9 would. */
function pretendOldServer(socket: Socket): void {
  const ready = message("Z", Buffer.from("I"));
  socket.write(Buffer.concat([message("R", Buffer.alloc(4)), ready]));
  socket.once("data", () => {
    const column = (name: string) => {
      const rest = Buffer.alloc(18);
      rest.writeInt32BE(25, 6);
      return Buffer.concat([Buffer.from(`${name}\0`), rest]);
    };
    const field = (text: string) => {
      const length = Buffer.alloc(4);
      length.writeInt32BE(text.length);
      return Buffer.concat([length, Buffer.from(text)]);
    };
    const two = Buffer.from([0, 2]);
    socket.write(
      Buffer.concat([
        message("T", Buffer.concat([two, column("version"), column("number")])),
        message("D", Buffer.concat([two, field("13.9"), field("130009")])),
        message("C", Buffer.from("SELECT 1\0")),
        ready,
      ]),
    );
  });
}
