import { dirname, isAbsolute, join } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings of this process; nothing else in this folder reads them. */
export function processEnvironment(): Environment {
  return process.env;
}

/** Where the packages keep the state of the service. */
const SERVICE_STATE = "/var/lib/fourtuple-agent";

/**
 * Chooses a place for the key where the environment names none: the state folder of the service under systemd, the
 * home folder otherwise, and where there is none of these, as for a user id that no passwd file knows, that of the
 * packages. `findHome` may throw, as Node's does then.
 */
export function withKeyPlace(env: Environment, findHome: () => string): Environment {
  if (env.FOURTUPLE_IDENTITY_FILE?.trim()) return env;
  const [state] = directoriesOf(env.STATE_DIRECTORY);
  if (!state && hasHome(findHome)) return env;
  return { ...env, FOURTUPLE_IDENTITY_FILE: join(state || SERVICE_STATE, "identity") };
}

function hasHome(findHome: () => string): boolean {
  try {
    return isAbsolute(findHome());
  } catch {
    return false;
  }
}

/**
 * Folders that the native module may be unpacked into, the best first. Those on a disk come first: pages of a
 * file there can be given back to the kernel, pages of a tmpfs cannot. `/run` is often mounted noexec
 * (Debian does), `/var` and `/tmp` on hardened hosts; hence several.
 */
export function nativeModuleFolders(env: Environment, tmpdir: string): readonly string[] {
  const identity = env.FOURTUPLE_IDENTITY_FILE?.trim();
  const candidates = [
    ...directoriesOf(env.STATE_DIRECTORY),
    identity && isAbsolute(identity) ? dirname(identity) : "",
    ...directoriesOf(env.RUNTIME_DIRECTORY),
    "/dev/shm",
    tmpdir,
  ];
  return [...new Set(candidates.filter((folder) => isAbsolute(folder)))];
}

/** systemd separates several folders with a colon. */
function directoriesOf(value: string | undefined): readonly string[] {
  return value?.split(":") ?? [];
}
