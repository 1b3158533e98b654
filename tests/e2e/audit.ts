import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface AxeResult {
  readonly violations: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[];
}

/** What axe holds to be serious or critical on the page as it stands. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // As a text of its own: the page's policy, rightly, takes no script element of ours.
  const axe = await readFile(axePath, "utf8");
  const result = await page.evaluate<AxeResult>(`${axe};axe.run()`);
  return result.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

/** By how much the page can be scrolled sideways, which it never should. */
export async function sidewaysScrollPx(page: Page): Promise<number> {
  return page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
