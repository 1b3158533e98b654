import { findBrowser } from "./browser.mjs";
import { ensureBuilt } from "./build.mjs";
import { addCounts, describeCounts, isGood } from "./counts.mjs";
import { Failure, Interrupted, reportFailure } from "./repository.mjs";
import { verify } from "./verify-steps.mjs";
import { runVitest } from "./vitest.mjs";

/** `npm test`: verify, then every test that needs a kernel, a database or a browser. The last line is the count. */
export async function testCommand() {
  try {
    const verified = await verify();
    await ensureBuilt();
    const browser = await findBrowser();
    const counts = addCounts([verified, ...(await runSlowTests(browser))]);
    console.log(`\n${describeCounts(counts).join("\n")}`);
    process.exitCode = isGood(counts) ? 0 : 1;
  } catch (error) {
    reportFailure(error);
    if (error instanceof Failure && !(error instanceof Interrupted))
      console.log("tests: not run to the end, because of the failure above");
  }
}

async function runSlowTests(browser) {
  const env = browser.ok ? browser.env : { FOURTUPLE_NO_BROWSER: browser.reason };
  const runs = [];
  for (const project of ["integration", "system", "e2e"]) {
    console.log(`\n${project} tests:`);
    const { counts } = await runVitest([project], { env });
    runs.push(project === "e2e" && !browser.ok ? withReason(counts, browser.reason) : counts);
  }
  return runs;
}

/** Browser tests that were skipped without a word were skipped for want of a browser. */
function withReason(counts, reason) {
  return { ...counts, skipped: counts.skipped.map((test) => ({ ...test, reason: test.reason ?? reason })) };
}
