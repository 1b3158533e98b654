// Must load on every Node that knows modules: no imports, no top-level await, no `?.` or `??`.

/**
 * Why this Node cannot run Fourtuple, as one sentence, or null when it can.
 * The floor is that of Vite and Prisma: 20.19 in the 20 line, 22.12 in the 22 line, anything newer.
 */
export function nodeProblem(version) {
  const [major, minor] = String(version).split(".").map(Number);
  const supported = major === 20 ? minor >= 19 : major === 22 ? minor >= 12 : major > 22;
  if (supported) return null;
  return `Fourtuple needs Node.js 20.19 or newer (of the 22 line: 22.12 or newer) and this is Node.js ${version}; install a newer one from https://nodejs.org and try again.`;
}

/** Says on stderr what is wrong with this Node; true when it is good enough to go on. */
export function checkNode() {
  const problem = nodeProblem(process.versions.node);
  if (problem === null) return true;
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
  return false;
}
