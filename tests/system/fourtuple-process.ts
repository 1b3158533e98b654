import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const bin = resolve(import.meta.dirname, "../../apps/cli/bin/fourtuple.mjs");

export const ADMIN = { email: "ops@example.org", password: "correct horse battery staple" };

/** A port that was free a moment ago on loopback. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  server.close();
  await once(server, "close");
  return address.port;
}

/** Polls `probe` until it gives something other than undefined, at most `timeoutMs`. */
export async function until<T>(
  what: string,
  timeoutMs: number,
  probe: () => Promise<T | undefined>,
): Promise<T> {
  const endMs = performance.now() + timeoutMs;
  let last: unknown = "nothing yet";
  while (performance.now() < endMs) {
    try {
      const value = await probe();
      if (value !== undefined) return value;
    } catch (error) {
      last = error;
    }
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`${what}: not within ${timeoutMs} ms (${String(last)})`);
}

/** One `fourtuple` command as a child process, with what it printed. */
export class FourtupleProcess {
  readonly child: ChildProcess;
  output = "";

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [bin, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.on("data", (chunk) => {
      this.output += String(chunk);
    });
    this.child.stderr?.on("data", (chunk) => {
      this.output += String(chunk);
    });
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Sends `signal` and waits for the end. @returns the exit code, null when a signal ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (!this.ended) {
      const exit = once(this.child, "exit");
      this.child.kill(signal);
      await exit;
    }
    return this.child.exitCode;
  }
}

/** The whole product on a data directory of its own: `fourtuple up`, stoppable and startable again. */
export class Installation {
  private running: FourtupleProcess | null = null;
  private cookie = "";

  private constructor(
    readonly dataDir: string,
    readonly port: number,
    private readonly admin: boolean,
  ) {}

  /** @param options.admin false: nobody may log in until the printed link was used. */
  static async create(options = { admin: true }): Promise<Installation> {
    const dataDir = await mkdtemp(join(tmpdir(), "fourtuple-test-"));
    return new Installation(dataDir, await freePort(), options.admin);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What `up` printed that matches `pattern`, once it has. */
  async printed(pattern: RegExp): Promise<string> {
    return until(
      `${pattern} in the output`,
      10_000,
      async () => pattern.exec(this.running?.output ?? "")?.[0],
    );
  }

  get env(): Record<string, string> {
    return {
      FOURTUPLE_PORT: String(this.port),
      FOURTUPLE_DATA_DIR: this.dataDir,
      ...(this.admin && {
        FOURTUPLE_ADMIN_EMAIL: ADMIN.email,
        FOURTUPLE_ADMIN_PASSWORD: ADMIN.password,
      }),
    };
  }

  /** Starts `fourtuple up` and waits until it is ready. @returns ms from spawn to ready. */
  async start(...args: string[]): Promise<number> {
    const startMs = performance.now();
    const process = new FourtupleProcess(["up", ...args], this.env);
    this.running = process;
    await until("ready", 60_000, async () => {
      if (process.ended) throw new Error(`fourtuple up ended:\n${process.output}`);
      const answer = await fetch(`${this.origin}/readyz`);
      return answer.ok ? true : undefined;
    }).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${process.output}`);
    });
    return performance.now() - startMs;
  }

  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<number | null> {
    return (await this.running?.end(signal)) ?? null;
  }

  async login(): Promise<string> {
    const answer = await fetch(`${this.origin}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.origin },
      body: JSON.stringify(ADMIN),
    });
    if (!answer.ok) throw new Error(`login: ${answer.status} ${await answer.text()}`);
    this.cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    return this.cookie;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.origin}${path}`, { headers: { cookie: this.cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Makes a user by the command line, beside the running server. */
  async addUser(email: string, password: string, role: string): Promise<void> {
    const child = spawn(process.execPath, [bin, "user", "add", email, "--role", role], {
      env: { ...process.env, ...this.env },
      stdio: ["pipe", "ignore", "inherit"],
    });
    child.stdin?.end(`${password}\n`);
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`fourtuple user add ended with ${code}`);
  }

  /** Asks for a change. @returns the answer's JSON, undefined where it has none. */
  async send<T>(method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.origin}${path}`, {
      method,
      headers: { cookie: this.cookie, origin: this.origin, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** Stops what runs, its PostgreSQL too, and deletes the data directory. */
  async remove(): Promise<void> {
    await this.stop("SIGINT");
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
