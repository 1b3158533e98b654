import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN, Installation } from "../system/fourtuple-process.js";
import { DESKTOP, findBrowser, launchBrowser, openContext } from "./browser.js";

const { path: browserPath, missing } = findBrowser();
const why = missing === null ? "" : ` (skipped: ${missing})`;

describe.skipIf(browserPath === null)(`the very first start${why}`, () => {
  let installation: Installation;
  let browser: Browser;

  beforeAll(async () => {
    installation = await Installation.create({ admin: false });
    browser = await launchBrowser(browserPath ?? "");
    await installation.start();
  });

  afterAll(async () => {
    await browser?.close();
    await installation.remove();
  });

  it("prints a one-time link that makes the first admin, who then sees this host", async () => {
    const link = await installation.printed(/http:\/\/\S+\/setup\/\?token=\S+/);
    const page = await (await openContext(browser, installation.origin, DESKTOP)).newPage();
    await page.goto(link);
    await page.getByLabel("E-mail").fill(ADMIN.email);
    await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
    await page.getByRole("button", { name: "Make the account and sign in" }).click();
    await page.getByText("1 host live").first().waitFor();

    const second = await (await openContext(browser, installation.origin, DESKTOP)).newPage();
    await second.goto(link);
    await second.getByText("This server is set up already.").waitFor();
  });

  it("sends a stranger to the sign-in page and refuses a wrong password in words", async () => {
    const page = await (await openContext(browser, installation.origin, DESKTOP)).newPage();
    await page.goto("/");
    await page.getByLabel("E-mail").fill(ADMIN.email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("E-mail and password do not match an account.").waitFor();
    expect(new URL(page.url()).pathname).toBe("/login/");
  });
});
