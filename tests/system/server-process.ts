import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool } from "@fourtuple/database";
import { createTestDatabase, type TestDatabase } from "@fourtuple/testkit/database";
import { TrustedFolder } from "../../apps/api/test/support/test-agent.js";
import { ADMIN, FourtupleProcess, freePort, until } from "./fourtuple-process.js";

/** `fourtuple up` without an agent, as a process of its own over a database that the test reaches too. */
export class ServerProcess {
  private running: FourtupleProcess | null = null;

  private constructor(
    readonly url: string,
    readonly keys: TrustedFolder,
    readonly pool: ReturnType<typeof createPool>,
    private readonly database: TestDatabase,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async create(): Promise<ServerProcess> {
    const [database, keys, port] = [
      await createTestDatabase(),
      await TrustedFolder.create(),
      await freePort(),
    ];
    const dataDir = await mkdtemp(join(tmpdir(), "fourtuple-test-"));
    const pool = createPool({ url: database.url, max: 3 });
    return new ServerProcess(`http://127.0.0.1:${port}`, keys, pool, database, {
      DATABASE_URL: database.url,
      FOURTUPLE_PORT: String(port),
      FOURTUPLE_DATA_DIR: dataDir,
      FOURTUPLE_TRUSTED_AGENT_KEYS: keys.path,
      FOURTUPLE_ADMIN_EMAIL: ADMIN.email,
      FOURTUPLE_ADMIN_PASSWORD: ADMIN.password,
    });
  }

  async start(): Promise<void> {
    const process = new FourtupleProcess(["up", "--no-agent"], this.env);
    this.running = process;
    await until("ready", 60_000, async () => {
      if (process.ended) throw new Error(`fourtuple up ended:\n${process.output}`);
      return (await fetch(`${this.url}/readyz`)).ok || undefined;
    });
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    await this.running?.end(signal);
  }

  /** Ends the server and removes everything that was made for it. */
  async remove(): Promise<void> {
    await this.end("SIGINT");
    await this.pool.end();
    await this.database.drop();
    await this.keys.remove();
    await rm(this.env.FOURTUPLE_DATA_DIR ?? "", { recursive: true, force: true });
  }
}
