import { diskFull, EmbeddedPostgresError } from "./errors.js";

/** Makes the typed error out of what initdb or the server wrote before it gave up. */
export function programFailure(root: string, what: string, output: string): EmbeddedPostgresError {
  if (/no space left on device|disk quota exceeded/i.test(output)) return diskFull(root);
  if (/permission denied|read-only file system/i.test(output)) {
    return new EmbeddedPostgresError(
      "data-dir-unwritable",
      `PostgreSQL may not write in ${root}: ${lastComplaint(output)}.`,
    );
  }
  if (/database files are incompatible with server/i.test(output)) {
    return new EmbeddedPostgresError(
      "wrong-version",
      `The database in ${root} was made by another PostgreSQL: ${lastComplaint(output)}.`,
    );
  }
  return new EmbeddedPostgresError("start-failed", `${what} in ${root}: ${lastComplaint(output)}.`);
}

/** The last FATAL, PANIC or error line, without the time and process id before it. */
export function lastComplaint(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const complaints = lines.filter((line) => /(FATAL|PANIC|error):/.test(line));
  const line = complaints.at(-1) ?? lines.at(-1) ?? "it gave no reason";
  return line.replace(/^.*?(FATAL|PANIC|error): +/, "").trim();
}
