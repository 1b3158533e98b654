import { writeFileSync } from "node:fs";

/** A vitest reporter that leaves the counts of a run in the file that FOURTUPLE_TEST_COUNTS names. */
export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = countModules(modules, unhandledErrors.length);
    writeFileSync(process.env.FOURTUPLE_TEST_COUNTS, JSON.stringify(counts));
  }
}

/**
 * The counts of one run: { passed, failed: [name], skipped: [{ name, reason }], broken: [what], projects: { project: tests } }.
 * A file that does not load, an error outside of any test, and a test that never ended are `broken`.
 */
export function countModules(modules, unhandledErrors) {
  const counts = { passed: 0, failed: [], skipped: [], broken: [], projects: {} };
  for (const module of modules) {
    if (module.errors().length > 0) counts.broken.push(`${module.relativeModuleId} did not load`);
    for (const test of module.children.allTests()) {
      counts.projects[module.project.name] = (counts.projects[module.project.name] ?? 0) + 1;
      countTest(counts, test, `${module.relativeModuleId} > ${test.fullName}`);
    }
  }
  if (unhandledErrors > 0) counts.broken.push(`${unhandledErrors} errors outside of any test`);
  return counts;
}

function countTest(counts, test, name) {
  const { state, note } = test.result();
  if (state === "passed") counts.passed += 1;
  else if (state === "failed") counts.failed.push(name);
  else if (state === "skipped") counts.skipped.push({ name, reason: note ?? null });
  else counts.broken.push(`${name} did not end`);
}
