import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sample } from "@fourtuple/core/samples";
import { pino } from "pino";
import { vi } from "vitest";
import { type AgentParts, parseAgentConfig, type RunningAgent, runAgent } from "../src/index.js";
import { type Behaviour, TinyServer } from "./tiny-server.js";

const PROC_ROOT = join(import.meta.dirname, "fixtures/6.18-close-wait-leak/proc");
/** The shortest that the contract allows. */
export const INTERVAL_MS = 100;
const PATIENCE = { timeout: 20_000, interval: 5 };
const WARN = 40;

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly retryInMs?: number;
}

/** One agent of a fixture, the servers it meets, and what it logged; `clear` after each test. */
export class UplinkBench {
  readonly log: LogLine[] = [];
  private agent: RunningAgent | null = null;
  private readonly servers: TinyServer[] = [];

  private constructor(readonly directory: string) {}

  static async create(): Promise<UplinkBench> {
    return new UplinkBench(await mkdtemp(join(tmpdir(), "fourtuple-uplink-")));
  }

  async listen(behaviour?: Behaviour, port?: number): Promise<TinyServer> {
    const server = await TinyServer.listen(behaviour, port);
    this.servers.push(server);
    return server;
  }

  async start(serverUrl: string, parts: AgentParts = {}): Promise<RunningAgent> {
    const parsed = parseAgentConfig({
      FOURTUPLE_SERVER: serverUrl,
      FOURTUPLE_IDENTITY_FILE: join(this.directory, "identity"),
      FOURTUPLE_SPOOL_DIRECTORY: join(this.directory, "spool"),
      FOURTUPLE_PROC_ROOT: PROC_ROOT,
      FOURTUPLE_INTERVAL_MS: String(INTERVAL_MS),
    });
    if (!parsed.ok) throw new Error(parsed.problems.join());
    this.agent = await runAgent(parsed.config, {
      log: pino({ level: "debug" }, { write: (line: string) => void this.log.push(JSON.parse(line)) }),
      backoff: { baseMs: 10, capMs: 40 },
      ...parts,
    });
    return this.agent;
  }

  async stopAgent(): Promise<void> {
    await this.agent?.stop();
    this.agent = null;
  }

  warnings(word: string): LogLine[] {
    return this.log.filter(({ level, msg }) => level >= WARN && msg.includes(word));
  }

  async clear(): Promise<void> {
    await this.stopAgent();
    for (const server of this.servers) await server.kill();
    await rm(this.directory, { recursive: true });
  }
}

export function until(condition: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(condition, PATIENCE);
}

export function seqs(samples: readonly Sample[]): number[] {
  return samples.map(({ seq }) => seq);
}

/** Each sample once, by its number. */
export function inOrder(samples: readonly Sample[]): Sample[] {
  return [...new Map(samples.map((sample) => [sample.seq, sample])).values()].sort((a, b) => a.seq - b.seq);
}
