/**
 * Whether what npm noted it installed (node_modules/.package-lock.json) is what the lock asks for: nothing
 * foreign, nothing of another version, nothing missing but optional packages (those of other platforms).
 * Both arguments are parsed lock files; `installed` is null when npm left no note.
 */
export function installMatchesLock(installed, lock) {
  if (installed === null) return false;
  const foreign = Object.keys(installed.packages).some((path) => lock.packages[path] === undefined);
  if (foreign) return false;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === "") return true;
    const found = installed.packages[path];
    if (found === undefined) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}
