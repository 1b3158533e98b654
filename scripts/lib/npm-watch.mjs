import { readFileSync } from "node:fs";

const CHECK_MS = 1000;
const SHELLS = new Set(["ash", "bash", "dash", "sh", "zsh"]);

/**
 * Calls `onGone` when the npm that runs us has died, which it cannot tell us itself when it is killed.
 * Returns a timer that keeps nothing alive, or undefined when no npm runs us.
 */
export function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const npm = readNpmPid();
  const timer = setInterval(() => {
    if (readNpmPid() === npm) return;
    clearInterval(timer);
    onGone();
  }, CHECK_MS);
  return timer.unref();
}

/** Our parent, or the parent of the shell by which npm runs scripts. Who is orphaned gets another parent. */
function readNpmPid() {
  const parent = readProcess(process.ppid);
  return parent !== null && SHELLS.has(parent.name) ? parent.ppid : process.ppid;
}

/** Name and parent from /proc/<pid>/stat (proc_pid_stat(5)); null without /proc. */
function readProcess(pid) {
  try {
    return parseProcess(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return null;
  }
}

/** The name stands in parentheses and may hold any character; the parent is the second field after it. */
export function parseProcess(stat) {
  const end = stat.lastIndexOf(")");
  return { name: stat.slice(stat.indexOf("(") + 1, end), ppid: Number(stat.slice(end + 2).split(" ")[1]) };
}
