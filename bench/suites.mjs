/**
 * The suites of `npm run bench -- <name>`. A suite has a name and a `load()` whose module exports
 * `runSuite(): Promise<SuiteResult>`: `{ title, verdict: { passed, text }, facts, table, notes, measurements }`,
 * where `facts` are lines about what was measured, `table` is `{ columns, rows }` and `measurements` is raw data.
 */
export const suites = [
  {
    name: "collector",
    summary: "CPU of one census of 50,000 and 200,000 sockets against a bare C reader, ss and node_exporter",
    load: () => import("./collector/suite.mjs"),
  },
  {
    name: "agent",
    summary: "CPU, memory and bytes of the whole agent on a quiet host and with 50,000 and 200,000 sockets",
    load: () => import("./agent/suite.mjs"),
  },
];

/** @returns the suites of these names, or the names that there are not. */
export function chooseSuites(names) {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) return { ok: false, unknown };
  return { ok: true, chosen: suites.filter(({ name }) => names.includes(name)) };
}
