export const NO_COUNTS = { passed: 0, failed: [], skipped: [], broken: [], projects: {} };

/** The sum of the counts of several runs. */
export function addCounts(all) {
  return {
    passed: all.reduce((sum, counts) => sum + counts.passed, 0),
    failed: all.flatMap((counts) => counts.failed),
    skipped: all.flatMap((counts) => counts.skipped),
    broken: all.flatMap((counts) => counts.broken),
    projects: Object.assign({}, ...all.map((counts) => counts.projects)),
  };
}

/**
 * What a run of these vitest projects came to. `counts` is null when it left none; `failure` tells how the
 * run itself failed, or is null. A project without a single test is broken: it would hide that they are gone.
 */
export function judgeRun(projects, counts, failure) {
  if (counts === null)
    return { ...NO_COUNTS, broken: [`${projects.join(", ")}: the run broke off (${failure})`] };
  const broken = projects
    .filter((name) => !counts.projects[name])
    .map((name) => `${name}: no test was found`);
  const judged = { ...counts, broken: [...counts.broken, ...broken] };
  if (failure !== null && judged.failed.length === 0 && judged.broken.length === 0)
    judged.broken.push(`${projects.join(", ")}: the run failed (${failure})`);
  return judged;
}

/** Whether everything that ran is good and nothing is missing. */
export function isGood(counts) {
  return counts.failed.length === 0 && counts.broken.length === 0;
}

/** The lines that end a test run; the last is the count. What broke counts as failed. */
export function describeCounts({ passed, failed, skipped, broken }) {
  return [
    ...skipped.map(({ name, reason }) => `skipped: ${name} (${reason ?? "no reason given"})`),
    ...failed.map((name) => `failed: ${name}`),
    ...broken.map((what) => `broken: ${what}`),
    `tests: ${passed} passed, ${failed.length + broken.length} failed, ${skipped.length} skipped`,
  ];
}
