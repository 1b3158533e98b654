import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { isPostmasterOf, processExists, readStartTicks } from "./processes.js";

describe("processes", () => {
  it("exist until they have ended", async () => {
    expect(processExists(process.pid)).toBe(true);
    const child = spawn(process.execPath, ["-e", ""]);
    const pid = child.pid ?? 0;
    await once(child, "exit");
    expect(processExists(pid)).toBe(false);
    expect(await isPostmasterOf("/", pid)).toBe(false);
  });

  it.runIf(process.platform === "linux")(
    "are not a postmaster for working in the directory alone",
    async () => {
      expect(await isPostmasterOf(process.cwd(), process.pid)).toBe(false);
      expect(await readStartTicks(process.pid)).toBeGreaterThan(0);
    },
  );
});
