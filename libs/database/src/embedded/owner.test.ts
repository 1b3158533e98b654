import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadLivingOwner, saveOwner } from "./owner.js";
import { readStartTicks } from "./processes.js";

describe("the owner of a running server", () => {
  let directory: string;
  let file: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "fourtuple-owner-"));
    file = join(directory, "owner.json");
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("is found again while it lives", async () => {
    await saveOwner(file);
    expect(await loadLivingOwner(file)).toMatchObject({ pid: process.pid });
  });

  it("is not taken for a later process that was given its id", async () => {
    const startTicks = ((await readStartTicks(process.pid)) ?? 1) - 1;
    await writeFile(file, JSON.stringify({ pid: process.pid, startTicks }));
    expect(await loadLivingOwner(file)).toBeNull();
  });

  it.each(["", "{", "[]", "null", '{"pid":"1","startTicks":1}', '{"pid":-1,"startTicks":1}', '{"pid":1}'])(
    "is nobody when the file holds %j",
    async (text) => {
      await writeFile(file, text);
      expect(await loadLivingOwner(file)).toBeNull();
    },
  );

  it("is nobody when there is no file, or the process is gone", async () => {
    expect(await loadLivingOwner(file)).toBeNull();
    // Above the largest id that Linux gives (PID_MAX_LIMIT, 2^22).
    await writeFile(file, JSON.stringify({ pid: 2 ** 22 + 1, startTicks: null }));
    expect(await loadLivingOwner(file)).toBeNull();
  });
});
