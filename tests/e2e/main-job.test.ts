import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN, Installation, until } from "../system/fourtuple-process.js";
import { openConnections } from "../system/socket-counts.js";
import { seriousFindings, sidewaysScrollPx } from "./audit.js";
import { DESKTOP, findBrowser, launchBrowser, openContext, VIEWS } from "./browser.js";
import { stateFigure, watchForTrouble } from "./page-watch.js";

const { path: browserPath, missing } = findBrowser();
const why = missing === null ? "" : ` (skipped: ${missing})`;

async function signIn(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("1 host live").first().waitFor();
}

describe.skipIf(browserPath === null)(`a person opens Fourtuple in a browser${why}`, () => {
  let installation: Installation;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let trouble: ReturnType<typeof watchForTrouble>;

  beforeAll(async () => {
    installation = await Installation.create();
    browser = await launchBrowser(browserPath ?? "");
    await installation.start();
    context = await openContext(browser, installation.origin, DESKTOP);
    page = await context.newPage();
    trouble = watchForTrouble(page);
  });

  afterAll(async () => {
    await browser?.close();
    await installation.remove();
  });

  it("signs in and finds this host in the fleet, live", async () => {
    await signIn(page);
    await page.getByRole("link", { name: /./ }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
  });

  it("opens the host and sees 500 new connections within two seconds", async () => {
    await page.locator('a[href^="/host/?id="]').first().click();
    const before = await until("a figure of ESTABLISHED", 10_000, async () => {
      return (await stateFigure(page, "ESTABLISHED")) ?? undefined;
    });
    const opened = await openConnections(500);
    const openedMs = performance.now();
    await until("1,000 more ESTABLISHED on the page", 2_000, async () => {
      return ((await stateFigure(page, "ESTABLISHED")) ?? 0) >= before + 1000 - 50 ? true : undefined;
    });
    expect(performance.now() - openedMs).toBeLessThan(2_000);
    await opened.close();
  });

  it("shows a second within 1.5 s of its sample", async () => {
    const lateMs: number[] = [];
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => {
        const match = /"host\.sample",\{.*?"atMs":(\d+)/.exec(String(payload));
        if (match) lateMs.push(Date.now() - Number(match[1]));
      });
    });
    await page.reload();
    await until("five samples", 15_000, async () => (lateMs.length >= 5 ? true : undefined));
    expect(Math.max(...lateMs)).toBeLessThan(1_500);
  });

  it("recovers by itself when the server was away", async () => {
    await installation.stop("SIGKILL");
    await page.getByText("Reconnecting").first().waitFor({ timeout: 30_000 });
    await installation.start();
    await page.getByRole("button", { name: /^● ?Live$|^Live$/ }).waitFor({ timeout: 60_000 });
    await until("a moving age", 20_000, async () => {
      const text = await page.locator("main").innerText();
      return /Newest sample\s+(now|1 s)/.test(text) ? true : undefined;
    });
  });

  it("had no script error and no content that its own policy refuses", () => {
    const ours = trouble.seen.filter((line) => !/ERR_CONNECTION_REFUSED|WebSocket|Failed to load/.test(line));
    expect(ours).toEqual([]);
  });

  it.each(VIEWS)("has nothing axe holds to be serious: $language $colorScheme $widthPx px", async (view) => {
    const other = await openContext(browser, installation.origin, view);
    await other.addCookies(await context.cookies());
    const visit = await other.newPage();
    const watched = watchForTrouble(visit);
    for (const path of ["/", "/learn/", new URL(page.url()).pathname + new URL(page.url()).search]) {
      await visit.goto(path);
      await visit.locator("main h1").first().waitFor();
      expect(await seriousFindings(visit)).toEqual([]);
      expect(await sidewaysScrollPx(visit), `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    expect(watched.seen).toEqual([]);
    await other.close();
  });
});
