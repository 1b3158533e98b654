import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { findBinaries } from "../src/embedded/binaries.js";
import { cleanUp, newDataDir, start } from "./embedded-fixture.js";

afterEach(cleanUp);

describe("the embedded PostgreSQL refuses with one clear sentence", () => {
  it("a database of another PostgreSQL version", async () => {
    const dataDir = await newDataDir();
    await (await start(dataDir)).stop();
    await writeFile(join(dataDir, "cluster", "PG_VERSION"), "17\n");
    await expect(start(dataDir)).rejects.toMatchObject({
      code: "wrong-version",
      message: `The database in ${dataDir} was made by PostgreSQL 17, and this Fourtuple brings PostgreSQL 18; start the version that made it, or choose another directory.`,
    });
  });

  it("a directory that holds something else", async () => {
    const dataDir = await newDataDir();
    await (await start(dataDir)).stop();
    await rm(join(dataDir, "cluster", "PG_VERSION"));
    await expect(start(dataDir)).rejects.toMatchObject({
      code: "data-damaged",
      message: expect.stringContaining("holds no PostgreSQL database"),
    });
  });

  it("a database whose password file is gone", async () => {
    const dataDir = await newDataDir();
    await (await start(dataDir)).stop();
    await rm(join(dataDir, "password"));
    await expect(start(dataDir)).rejects.toMatchObject({
      code: "data-damaged",
      message: expect.stringContaining("lost its password file"),
    });
  });

  it("a directory that nobody may make, root included", async () => {
    await expect(start("/sys/fourtuple")).rejects.toMatchObject({
      code: "data-dir-unwritable",
      message:
        "The database directory /sys/fourtuple cannot be written; change its permissions or choose another.",
    });
  });

  it("a file where the directory should be", async () => {
    const dataDir = await newDataDir();
    await mkdir(dirname(dataDir), { recursive: true });
    await writeFile(dataDir, "");
    await expect(start(dataDir)).rejects.toMatchObject({
      code: "data-dir-unwritable",
      message: `The database directory ${dataDir} cannot be made: a file is in its place.`,
    });
  });

  it("a platform without a PostgreSQL of ours", async () => {
    await expect(findBinaries("sunos-x64")).rejects.toMatchObject({
      code: "unsupported-platform",
      message: expect.stringContaining("set DATABASE_URL"),
    });
  });

  it("a platform whose package was not installed", async () => {
    const other = process.platform === "darwin" ? "linux-x64" : "darwin-arm64";
    await expect(findBinaries(other)).rejects.toMatchObject({
      code: "binaries-missing",
      message: expect.stringContaining("npm ci"),
    });
  });
});
