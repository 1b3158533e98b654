import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../system/fourtuple-process.js";
import { ServerProcess } from "../system/server-process.js";

const bin = resolve(import.meta.dirname, "../../apps/cli/bin/fourtuple.mjs");
const script = join(import.meta.dirname, "full-disk-spool.mjs");

/** How a mount namespace of one's own is had here; null where it is not. */
const unshare = [["--mount"], ["--user", "--map-root-user", "--mount"]].find(
  (flags) => spawnSync("unshare", [...flags, "true"]).status === 0,
);
const flags = unshare ?? [];

/** What a sample of the script may become. */
interface Report {
  readonly full: { readonly records: number; readonly problem: string | null; readonly taken: number };
  readonly late: { readonly lostSamples: number; readonly problem: string | null; readonly taken: number };
  readonly mended: { readonly lostSamples: number; readonly problem: string | null };
  readonly gaps: readonly { readonly samples: number; readonly reason: string }[];
  readonly taken: number;
  readonly kept: number;
  readonly twice: number;
}

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "fourtuple-disk-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe.skipIf(unshare === undefined)("a spool on a disk of 4 MiB (needs a mount namespace)", () => {
  it("takes samples until it is full, keeps 15 minutes in memory, and counts to the sample what is lost", async () => {
    const inside = `mount -t tmpfs -o size=4m tmpfs ${directory} && exec ${process.execPath} ${script} ${directory}/spool 60`;
    const { stdout } = await promisify(execFile)("unshare", [...flags, "sh", "-c", inside]);
    const report = JSON.parse(stdout) as Report;
    expect(report.full.problem).toContain("ENOSPC");
    expect(report.full.records).toBeGreaterThan(900);
    expect(report.late.problem).toContain("ENOSPC");
    expect(report.late.lostSamples).toBeGreaterThan(0);
    expect(report.mended).toMatchObject({ problem: null, lostSamples: report.late.lostSamples });
    expect(report.twice).toBe(0);
    expect(report.kept + report.mended.lostSamples).toBe(report.taken);
    const told = report.gaps.reduce((sum, { samples }) => sum + samples, 0);
    expect(told).toBe(report.mended.lostSamples);
    expect(new Set(report.gaps.map(({ reason }) => reason))).toEqual(new Set(["spool-unwritable"]));
  });

  it("that is full from the start stops no agent: it is live at once when the server is back", async () => {
    const server = await ServerProcess.create();
    const inside = `mount -t tmpfs -o size=4m tmpfs ${directory} && { head -c 8m /dev/zero > ${directory}/other; exec ${process.execPath} ${bin} agent; }`;
    const agent = spawn("unshare", [...flags, "sh", "-c", inside], {
      stdio: "ignore",
      env: {
        ...process.env,
        FOURTUPLE_SERVER: server.url.replace("http", "ws"),
        FOURTUPLE_IDENTITY_FILE: join(server.keys.path, "identity"),
        FOURTUPLE_SPOOL_DIRECTORY: join(directory, "spool"),
        FOURTUPLE_INTERVAL_MS: "100",
      },
    });
    try {
      await new Promise((over) => setTimeout(over, 3_000));
      await server.start();
      const run = await until("samples from the first on", 60_000, async () => {
        const { rows } = await server.pool.query<{ last: string; count: string }>(
          "select max(seq) as last, count(*) as count from ts.sample",
        );
        const { last, count } = rows[0] ?? {};
        return Number(count) > 20 && count === last ? rows[0] : undefined;
      });
      expect(run.count).toBe(run.last);
      const condition = await until("the agent's condition", 10_000, async () => {
        const { rows } = await server.pool.query("select body from host_reports where kind = 'condition'");
        return rows[0] as { body: { spool: { problem: string } } } | undefined;
      });
      expect(condition.body.spool.problem).toContain("ENOSPC");
    } finally {
      await endProcess(agent);
      await server.remove();
    }
  });
});

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
