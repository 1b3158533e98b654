import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sample } from "@fourtuple/core/samples";
import { decodePack } from "@fourtuple/core/samples";
import { readJournal } from "../../apps/agent/src/spool/journal-codec.js";
import { FourtupleProcess } from "../system/fourtuple-process.js";
import type { ServerProcess } from "../system/server-process.js";

/** Highest number of each run, by the start of the run. */
export type RunEnds = ReadonlyMap<number, number>;

/** A host whose agent is started and killed: what lies in its spool is known without asking the agent. */
export class WatchedHost {
  private constructor(
    private readonly server: ServerProcess,
    private readonly directory: string,
    private readonly intervalMs: number,
  ) {}

  static async create(server: ServerProcess, intervalMs: number): Promise<WatchedHost> {
    return new WatchedHost(server, await mkdtemp(join(tmpdir(), "fourtuple-host-")), intervalMs);
  }

  get spool(): string {
    return join(this.directory, "spool");
  }

  startAgent(): FourtupleProcess {
    return new FourtupleProcess(["agent"], {
      FOURTUPLE_SERVER: this.server.url.replace("http", "ws"),
      // Its public half falls into the folder of trusted keys.
      FOURTUPLE_IDENTITY_FILE: join(this.server.keys.path, "identity"),
      FOURTUPLE_SPOOL_DIRECTORY: this.spool,
      FOURTUPLE_INTERVAL_MS: String(this.intervalMs),
      FOURTUPLE_LOG_LEVEL: "warn",
    });
  }

  /** Every sample that lies in the spool while no agent runs. */
  async kept(): Promise<readonly Sample[]> {
    const samples: Sample[] = [];
    for (const name of await readdir(this.spool).catch(() => [])) {
      if (name.endsWith(".journal"))
        samples.push(...readJournal(await readFile(join(this.spool, name))).samples);
      if (!name.includes("-pack-") || !name.endsWith(".record")) continue;
      const pack = decodePack((await readFile(join(this.spool, name))).subarray(4));
      if (pack.ok) samples.push(...pack.value);
    }
    return samples;
  }

  /** What the server has: the highest number of each run, and how many of its numbers are there. */
  async history(): Promise<{ readonly epochMs: number; readonly last: number; readonly count: number }[]> {
    const { rows } = await this.server.pool.query<{ epoch_ms: string; last: string; count: string }>(
      "select epoch_ms, max(seq) as last, count(*) as count from ts.sample group by epoch_ms order by epoch_ms",
    );
    return rows.map(({ epoch_ms, last, count }) => ({
      epochMs: Number(epoch_ms),
      last: Number(last),
      count: Number(count),
    }));
  }

  /** Losses that the agent told the server of. */
  async gaps(): Promise<readonly unknown[]> {
    return (await this.server.pool.query("select * from ts.recorded_gap")).rows;
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Takes the ends of the runs in `samples` into `ends`. */
export function noteEnds(ends: Map<number, number>, samples: readonly Sample[]): void {
  for (const { epochMs, seq } of samples) ends.set(epochMs, Math.max(ends.get(epochMs) ?? 0, seq));
}
