import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { expect, it } from "vitest";

/** Releases its pages, then does what touches many of them again: parses, compiles, hashes, allocates. */
const PROGRAM = `
  const { releaseProgramPages } = await import("@fourtuple/linux-net/memory");
  const { createHash } = await import("node:crypto");
  const before = process.memoryUsage().rss;
  const release = await releaseProgramPages();
  const after = process.memoryUsage().rss;
  const work = Array.from({ length: 2000 }, (_, i) => JSON.parse(JSON.stringify({ i, text: "x".repeat(i) })).i);
  const sum = new Function("list", "return list.reduce((a, b) => a + b, 0)")(work);
  const digest = createHash("sha256").update("fourtuple").digest("hex");
  console.log(JSON.stringify({ release, before, after, sum, digest }));
`;

it("gives back most of what a fresh process holds, which then works as before", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", PROGRAM]);
  const { release, before, after, sum, digest } = JSON.parse(stdout);
  expect(release).toMatchObject({ ok: true });
  expect(after).toBeLessThan(before * 0.8);
  expect(sum).toBe(1_999_000);
  expect(digest).toBe(createHash("sha256").update("fourtuple").digest("hex"));
});
