/**
 * The suites of `npm run bench -- <name>`. A suite has a name and a `load()` whose module exports
 * `runSuite(): Promise<SuiteResult>`: `{ title, verdict: { passed, text }, facts, table, notes, measurements }`,
 * where `facts` are lines about what was measured, `table` is `{ columns, rows }` and `measurements` is raw data.
 */
export const suites = [
  {
    name: "collector",
    summary: "CPU of one census of 50,000 sockets against ss -tan",
    load: () => import("./collector/suite.mjs"),
  },
];

/** @returns the suites of these names, or the names that there are not. */
export function chooseSuites(names) {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) return { ok: false, unknown };
  return { ok: true, chosen: suites.filter(({ name }) => names.includes(name)) };
}
