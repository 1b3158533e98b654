import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN, FourtupleProcess, Installation, until } from "../system/fourtuple-process.js";
import { seriousFindings, sidewaysScrollPx } from "./audit.js";
import { DESKTOP, findBrowser, launchBrowser, openContext, VIEWS } from "./browser.js";
import { watchForTrouble } from "./page-watch.js";

const { path: browserPath, missing } = findBrowser();
const why = missing === null ? "" : ` (skipped: ${missing})`;

const ADD_HOST = /^(Add a host|添加主机)$/;

describe.skipIf(browserPath === null)(`an admin adds a host in the browser${why}`, () => {
  let installation: Installation;
  let folder: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let agent: FourtupleProcess | null = null;
  let trouble: ReturnType<typeof watchForTrouble>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fourtuple-added-"));
    installation = await Installation.create();
    browser = await launchBrowser(browserPath ?? "");
    await installation.start();
    context = await openContext(browser, installation.origin, DESKTOP);
    page = await context.newPage();
    trouble = watchForTrouble(page);
    await page.goto("/settings/hosts/");
    await page.getByLabel("E-mail").fill(ADMIN.email);
    await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "1 host is enrolled." }).waitFor();
  });

  afterAll(async () => {
    await agent?.end("SIGKILL");
    await browser?.close();
    await installation.remove();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs a line that the page shows, as one would in a clone, with a key file of its own. */
  function runLine(line: string): FourtupleProcess {
    const [npx, name, ...args] = line.split(" ");
    expect([npx, name]).toEqual(["npx", "fourtuple"]);
    return new FourtupleProcess(args, { FOURTUPLE_IDENTITY_FILE: join(folder, "identity") });
  }

  it("is told what is wrong with a label before anything is sent", async () => {
    await page.getByRole("link", { name: "Settings" }).first().click();
    await page.getByRole("button", { name: "Add a host" }).click();
    await page.getByLabel("Name").fill("db-7");
    await page.getByLabel("Labels").fill("role");
    await page.getByRole("button", { name: "Make the token" }).click();
    await page.getByText("“role” is no label: write key=value.").waitFor();
    await page.getByLabel("Labels").fill("role=db, site=fra");
  });

  it("copies one line, runs it, and sees the page turn to connected and then to live by itself", async () => {
    await page.getByRole("button", { name: "Make the token" }).click();
    await page.getByText("Waiting for the host to enrol").waitFor();
    const lines = await page.getByRole("dialog").locator("code").allInnerTexts();
    // Before these two stands the line that installs, on a server that has packages.
    const [enrol = "", run = ""] = lines.filter((line) => line.startsWith("npx "));
    const enrolling = runLine(enrol);
    await page.getByText("Connected: db-7. It is enrolled").waitFor({ timeout: 15_000 });
    await until("the command to end", 5_000, async () => enrolling.ended || undefined);
    expect(enrolling.output).toBe("enrolled as db-7\n");
    agent = runLine(run);
    await page.getByText("Connected: db-7. Its samples arrive.").waitFor({ timeout: 15_000 });
    await page.getByRole("link", { name: "Open db-7" }).click();
    await page.waitForURL(/\/host\/\?id=/);
  });

  it("finds the host by its label in the fleet", async () => {
    await page.goto("/?q=role%3Ddb");
    await page.locator("[data-host-link]").first().waitFor();
    expect(await page.locator("[data-host-link]").allInnerTexts()).toEqual(["db-7"]);
    await page.getByText("site=fra").waitFor();
  });

  it("gives it another name and other labels by keyboard alone", async () => {
    await page.goto("/settings/hosts/");
    await page.getByRole("button", { name: "Edit db-7" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("db-8");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("role=cache");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "db-8" }).waitFor();
    await page.getByText("role=cache").waitFor();
    expect(await page.getByText("role=db").count()).toBe(0);
  });

  it.each(VIEWS)(
    "on pages that axe finds nothing serious on: $language $colorScheme $widthPx px",
    async (view) => {
      const other = await openContext(browser, installation.origin, view);
      await other.addCookies(await context.cookies());
      const visit = await other.newPage();
      const watched = watchForTrouble(visit);
      await visit.goto("/settings/hosts/");
      await visit.getByText("role=cache").first().waitFor();
      expect(await seriousFindings(visit)).toEqual([]);
      expect(await sidewaysScrollPx(visit)).toBeLessThanOrEqual(0);
      await visit.getByRole("button", { name: ADD_HOST }).click();
      await visit.locator("form button[type=submit]").click();
      await visit.getByRole("dialog").locator("code").first().waitFor();
      expect(await seriousFindings(visit)).toEqual([]);
      expect(await sidewaysScrollPx(visit)).toBeLessThanOrEqual(0);
      expect(watched.seen).toEqual([]);
      await other.close();
    },
  );

  it("withdraws tokens that nobody used", async () => {
    await page.goto("/settings/hosts/");
    const withdraw = page.getByRole("button", { name: "Withdraw" });
    await withdraw.first().waitFor();
    for (let left = await withdraw.count(); left > 0; left--) {
      await withdraw.first().click();
      await until("one token less", 5_000, async () => (await withdraw.count()) < left || undefined);
    }
    await page.getByText("Open tokens").waitFor({ state: "detached" });
  });

  it("revokes the host after a question, and its agent is refused", async () => {
    await page.getByRole("button", { name: "Revoke db-8" }).click();
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.getByRole("button", { name: "Revoke db-8" }).click();
    await page.getByRole("button", { name: "Revoke the host" }).click();
    await page.getByRole("heading", { name: "1 host is enrolled." }).waitFor();
    await until("the refusal", 5_000, async () => agent?.output.includes("revoked") || undefined);
  });

  it("is an admin: others get a word in its place", async () => {
    const email = "viewer@example.org";
    await installation.addUser(email, ADMIN.password, "viewer");
    const other = await openContext(browser, installation.origin, DESKTOP);
    const visit = await other.newPage();
    await visit.goto("/settings/hosts/");
    await visit.getByLabel("E-mail").fill(email);
    await visit.getByLabel("Password", { exact: true }).fill(ADMIN.password);
    await visit.getByRole("button", { name: "Sign in" }).click();
    await visit.getByText("Hosts are added and revoked by administrators").waitFor();
    expect(await visit.getByRole("link", { name: "Settings" }).count()).toBe(0);
    await other.close();
  });

  it("had no script error and no content that its own policy refuses", () => {
    expect(trouble.seen.filter((line) => !/401/.test(line))).toEqual([]);
  });
});
