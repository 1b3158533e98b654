import { describe, expect, it } from "vitest";
import { withStartLock } from "./start-lock.js";

const directory = {
  root: "/d",
  cluster: "/d/cluster",
  secretFile: "/d/password",
  ownerFile: "/d/owner.json",
  logFile: "/d/postgres.log",
  secret: `secret of process ${process.pid}`,
};
const onLinux = it.runIf(process.platform === "linux");

describe("withStartLock", () => {
  onLinux("lets one launcher work at a time", async () => {
    let working = 0;
    const most: number[] = [];
    const work = async () => {
      working += 1;
      most.push(working);
      await new Promise(setImmediate);
      working -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withStartLock(directory, 10_000, work)));
    expect(most).toEqual([1, 1, 1]);
  });

  onLinux("is free again after a failure", async () => {
    const failing = withStartLock(directory, 1_000, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(await withStartLock(directory, 0, async () => "free")).toBe("free");
  });

  onLinux("gives up after a while, and says why", async () => {
    await withStartLock(directory, 0, async () => {
      await expect(withStartLock(directory, 0, async () => undefined)).rejects.toMatchObject({
        code: "already-running",
      });
    });
  });

  onLinux("does not hold up another directory", async () => {
    const other = { ...directory, root: "/other" };
    await withStartLock(directory, 0, () => withStartLock(other, 0, async () => undefined));
  });
});
