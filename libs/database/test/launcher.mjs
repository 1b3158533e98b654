// A launcher in a process of its own, for tests that kill it: `launcher.mjs <dataDir>`.
// Says in one line of JSON how the start went and then lives until it is told to stop, by "stop" on
// standard input, or killed.
import { once } from "node:events";
import { EmbeddedPostgresError, startEmbeddedPostgres } from "@fourtuple/database/embedded";

try {
  const { url, pid, adopted, stop } = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? "" });
  process.stdout.write(`${JSON.stringify({ ok: true, url, pid, adopted })}\n`);
  await once(process.stdin, "data");
  await stop();
  process.exit(0);
} catch (error) {
  const code = error instanceof EmbeddedPostgresError ? error.code : "unexpected";
  process.stdout.write(`${JSON.stringify({ ok: false, code, message: String(error) })}\n`);
  process.exit(1);
}
