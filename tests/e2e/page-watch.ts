import type { Page } from "playwright-core";

/** Collects what a visitor must never cause: script errors, refused content, failed requests on our origin. */
export function watchForTrouble(page: Page): { readonly seen: readonly string[] } {
  const seen: string[] = [];
  page.on("pageerror", (error) => seen.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") seen.push(`console: ${message.text()}`);
  });
  return { seen };
}

/** The figure beside a state on the host page, null while it is not a number. */
export async function stateFigure(page: Page, state: string): Promise<number | null> {
  const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: state }).first() });
  const text = await row.first().getByRole("cell").nth(1).innerText();
  // What precedes the figure says how it came about, and may hold a number of its own.
  const digits = /([\d,]+)\s*$/.exec(text)?.[1]?.replaceAll(",", "") ?? "";
  return digits === "" ? null : Number(digits);
}
