import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./command.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fourtuple-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One sentence on standard error, nothing else, and an exit code that tells. */
async function refusalOf(settings: Readonly<Record<string, string>>): Promise<string> {
  const dataDir = mkdtempSync(join(folder, "data-"));
  const { code, out, err } = await runCommand(["up"], {
    FOURTUPLE_DATA_DIR: dataDir,
    FOURTUPLE_PORT: "0",
    ...settings,
  });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^[^\n]+\n$/);
  return err;
}

describe("`up` refuses in one sentence", () => {
  test("a port that another program has, naming that program and the setting", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const text = await refusalOf({ FOURTUPLE_PORT: String(port) });
    expect(text).toContain(`Port ${port} on 127.0.0.1 is already in use`);
    if (process.platform === "linux") expect(text).toContain(`process ${process.pid}`);
    expect(text).toContain(`FOURTUPLE_PORT=${port + 1}`);
    server.close();
  });

  test("a port that is no port", async () => {
    expect(await refusalOf({ FOURTUPLE_PORT: "http" })).toContain("FOURTUPLE_PORT must be a whole number");
  });

  test("an address that is not of this machine", async () => {
    // 192.0.2.0/24 is reserved for documentation (RFC 5737).
    expect(await refusalOf({ FOURTUPLE_HOST: "192.0.2.1" })).toContain("FOURTUPLE_HOST is 192.0.2.1");
  });

  test("a data directory that cannot be written", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const text = await refusalOf({ FOURTUPLE_DATA_DIR: join(file, "data") });
    expect(text).toContain(join(file, "data"));
    expect(text).toContain("FOURTUPLE_DATA_DIR");
  });

  test.runIf(process.platform === "linux")("a data directory where no folder can ever be made", async () => {
    const text = await refusalOf({ FOURTUPLE_DATA_DIR: "/proc/fourtuple/data" });
    expect(text).toContain("/proc/fourtuple/data (no folder can be made there)");
  });

  test.each([
    ["no URL", "nonsense"],
    ["another database", "mysql://u:secret-word@127.0.0.1/d"],
    ["a server that is not there", "postgresql://u:secret-word@127.0.0.1:1/d"],
  ])("a DATABASE_URL that is %s, without repeating its password", async (_what, url) => {
    const text = await refusalOf({ DATABASE_URL: url });
    expect(text).toMatch(/DATABASE_URL/);
    expect(text).not.toContain("secret-word");
  });

  test("and leaves nothing in the data directory", async () => {
    const dataDir = mkdtempSync(join(folder, "clean-"));
    await refusalOf({ DATABASE_URL: "nonsense", FOURTUPLE_DATA_DIR: dataDir });
    expect(readdirSync(dataDir)).toEqual([]);
  });
});

describe("the command", () => {
  test("tells its version", async () => {
    expect(await runCommand(["--version"])).toEqual({ code: 0, out: "0.1.0\n", err: "" });
  });

  test("explains itself and its settings", async () => {
    const { code, out } = await runCommand(["--help"]);
    expect(code).toBe(0);
    for (const word of ["up", "agent", "user", "FOURTUPLE_PORT", "FOURTUPLE_DATA_DIR", "DATABASE_URL"])
      expect(out).toContain(word);
  });

  test("refuses an unknown command without a stack", async () => {
    const { code, err } = await runCommand(["nope"]);
    expect(code).toBe(1);
    expect(err).toContain("unknown command 'nope'");
    expect(err).not.toContain("    at ");
  });
});

describe.runIf(process.platform === "linux")("`agent --once --format json`", () => {
  test("prints one snapshot of this host and nothing else", async () => {
    const { code, out, err } = await runCommand(["agent", "--once", "--format", "json"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const snapshot = JSON.parse(out);
    expect(Object.keys(snapshot)).toEqual(
      expect.arrayContaining([
        "host",
        "kernel",
        "at",
        "source",
        "tier",
        "states",
        "reconciliation",
        "listeners",
        "topLists",
        "counters",
        "sockstat",
        "sysctls",
        "limitations",
      ]),
    );
    expect(Object.keys(snapshot.states)).toHaveLength(11);
  });

  test("tells when what it prints cannot be written", async () => {
    const bin = fileURLToPath(new URL("../bin/fourtuple.mjs", import.meta.url));
    const child = spawn("/bin/sh", ["-c", `exec "$0" "$1" agent --once >/dev/full`, process.execPath, bin]);
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^Standard output [^\n]*ENOSPC[^\n]*\n$/),
    });
  });

  test("reports wrong settings in one sentence", async () => {
    const { code, err } = await runCommand(["agent", "--server", "http://x"]);
    expect(code).toBe(1);
    expect(err).toMatch(/^FOURTUPLE_SERVER[^\n]*\n$/);
  });
});
