import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CreatedToken, HostsResponse, TopListsResponse } from "@fourtuple/contracts/web";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN, FourtupleProcess, Installation, until } from "../system/fourtuple-process.js";
import { seriousFindings, sidewaysScrollPx } from "./audit.js";
import { DESKTOP, findBrowser, launchBrowser, openContext, VIEWS } from "./browser.js";
import { type HeldConnections, holdConnections } from "./held-connections.js";
import { watchForTrouble } from "./page-watch.js";

const { path: browserPath, missing } = findBrowser();
const why = missing === null ? "" : ` (skipped: ${missing})`;

/** Lists come with a census, at most every ten seconds, and a busy machine counts less often. */
const LISTS_MS = 60_000;

const HELD = 300;
const CLOSED = 100;

describe.skipIf(browserPath === null)(`a person looks at who holds the sockets of a host${why}`, () => {
  let installation: Installation;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let held: HeldConnections;
  let hostId: string;
  let trouble: ReturnType<typeof watchForTrouble>;

  beforeAll(async () => {
    installation = await Installation.create();
    browser = await launchBrowser(browserPath ?? "");
    await installation.start();
    const cookie = await installation.login();
    context = await openContext(browser, installation.origin, DESKTOP);
    await signIn(context, cookie);
    page = await context.newPage();
    trouble = watchForTrouble(page);
    hostId = await until("a live host", 30_000, async () => {
      const { hosts } = await installation.get<HostsResponse>("/api/v1/hosts");
      return hosts.find(({ status }) => status === "live")?.id;
    });
    held = await holdConnections(HELD);
    await page.goto(`/host/?id=${hostId}`);
  });

  afterAll(async () => {
    await held?.close();
    await browser?.close();
    await installation.remove();
  });

  async function signIn(target: BrowserContext, cookie: string): Promise<void> {
    const [name = "", value = ""] = cookie.split("=");
    await target.addCookies([{ name, value, domain: "127.0.0.1", path: "/" }]);
  }

  const section = (): Locator => page.locator("#connections");
  const tab = (name: string): Locator => section().getByRole("tab", { name });
  const opened = (name: string): Promise<void> =>
    section().getByRole("tab", { name, selected: true }).waitFor({ timeout: 10_000 });
  const destination = (): Locator =>
    section()
      .getByRole("row")
      .filter({ hasText: `127.0.0.1:${held.port}` });

  it("sees exactly as many ports taken towards a destination as connections are open to it", async () => {
    const text = await until("the destination", LISTS_MS, async () => {
      const seen = await destination().first().innerText({ timeout: 1_000 });
      return seen.includes(`${HELD} of `) ? seen : undefined;
    });
    const { lists } = await installation.get<TopListsResponse>(`/api/v1/hosts/${hostId}/top-lists`);
    const usable = (lists.full?.usablePorts ?? 0).toLocaleString("en");
    // Ports that others bind and let go move the figure by a few; its thousands stay.
    expect(text).toMatch(new RegExp(`${HELD} of ${usable.slice(0, -2)}\\d\\d`));
    expect(text).toContain("ESTABLISHED");
  });

  it("sees that a closed connection keeps its port, in TIME_WAIT", async () => {
    await held.closeSome(CLOSED);
    const text = await until("the TIME_WAIT of this end", LISTS_MS, async () => {
      const seen = await destination().first().innerText({ timeout: 1_000 });
      return new RegExp(`TIME_WAIT\\s+${CLOSED}\\b`).test(seen) ? seen : undefined;
    });
    expect(text).toContain(`${HELD} of `);
    expect(text).toContain(`${CLOSED} in TIME_WAIT may be reused`);
  });

  it("asks who holds them and finds this very process, by keyboard alone", async () => {
    await section().getByRole("button", { name: "Who holds these sockets?" }).focus();
    await page.keyboard.press("Enter");
    await section().getByText("Processes as of").waitFor({ timeout: 30_000 });
    const owners = section()
      .getByRole("list", { name: "Processes" })
      .filter({ hasText: `${process.pid}` });
    await owners
      .filter({ hasText: `${HELD - CLOSED} sockets` })
      .first()
      .waitFor();
    await section().getByRole("button", { name: "Hide the processes" }).click();
    await owners.first().waitFor({ state: "detached" });
  });

  it("moves between the lists with the arrow keys, and the address keeps the list", async () => {
    await tab("Destinations").focus();
    await page.keyboard.press("ArrowRight");
    await opened("Local ports");
    expect(await page.evaluate("document.activeElement?.textContent")).toBe("Local ports");
    await page.keyboard.press("Tab");
    await page.keyboard.type(String(held.port));
    const row = section()
      .getByRole("row")
      .filter({ hasText: `${held.port}` });
    await row
      .filter({ hasText: `${HELD - CLOSED}` })
      .first()
      .waitFor({ timeout: LISTS_MS });
    await page.reload();
    await opened("Local ports");
    await tab("Local ports").focus();
    await page.keyboard.press("End");
    await opened("Services and containers");
    expect(new URL(page.url()).searchParams.get("list")).toBe("cgroups");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await opened("Local ports");
    await page.keyboard.press("Home");
    await opened("Destinations");
    expect(new URL(page.url()).searchParams.has("list")).toBe(false);
  });

  it("is told how often sockets are counted here, and what waits", async () => {
    await page.getByRole("link", { name: /^every \d/ }).click();
    const measured = page.locator("#agent");
    await measured.getByRole("row", { name: /^Every socket/ }).waitFor();
    await measured.getByText(/Nothing waits|on the way/).waitFor();
    await measured.getByText("No sample was given up.").waitFor();
  });

  it.each(VIEWS)(
    "on a page axe finds nothing serious on: $language $colorScheme $widthPx px",
    async (view) => {
      const other = await openContext(browser, installation.origin, view);
      await other.addCookies(await context.cookies());
      const visit = await other.newPage();
      const watched = watchForTrouble(visit);
      for (const list of ["destinations", "cgroups"]) {
        await visit.goto(`/host/?id=${hostId}&list=${list}`);
        await visit.locator("#connections [role=tabpanel]").waitFor({ timeout: LISTS_MS });
        await visit.locator("#agent h3").first().waitFor();
        expect(await seriousFindings(visit)).toEqual([]);
        expect(await sidewaysScrollPx(visit), `${list} scrolls sideways`).toBeLessThanOrEqual(0);
      }
      expect(watched.seen).toEqual([]);
      await other.close();
    },
  );

  it("is a viewer: may look, and is told who may ask", async () => {
    const email = "viewer@example.org";
    await installation.addUser(email, ADMIN.password, "viewer");
    const other = await openContext(browser, installation.origin, DESKTOP);
    const visit = await other.newPage();
    await visit.goto(`/host/?id=${hostId}`);
    await visit.getByLabel("E-mail").fill(email);
    await visit.getByLabel("Password", { exact: true }).fill(ADMIN.password);
    await visit.getByRole("button", { name: "Sign in" }).click();
    await visit.getByText("Operators can ask the agent").waitFor({ timeout: LISTS_MS });
    expect(await visit.getByRole("button", { name: "Who holds these sockets?" }).count()).toBe(0);
    await other.close();
  });

  describe("where counting every socket each second would cost more than the budget", () => {
    const MANY = 4_000;
    let folder: string;
    let agent: FourtupleProcess;
    let many: HeldConnections;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "fourtuple-tight-"));
      many = await holdConnections(MANY);
      const { token, serverUrl } = await installation.send<CreatedToken>("POST", "/api/v1/enrolment-tokens", {
        name: "tight",
      });
      const env = { FOURTUPLE_IDENTITY_FILE: join(folder, "identity"), FOURTUPLE_CPU_BUDGET: "0.001" };
      const enrolling = new FourtupleProcess(
        ["agent", "enroll", "--server", serverUrl, "--token", token],
        env,
      );
      await until("the enrolment", 15_000, async () => enrolling.ended || undefined);
      agent = new FourtupleProcess(["agent"], env);
      const id = await until("the second host", 30_000, async () => {
        const { hosts } = await installation.get<HostsResponse>("/api/v1/hosts");
        return hosts.find(({ name, status }) => name === "tight" && status === "live")?.id;
      });
      await page.goto(`/host/?id=${id}`);
    });

    afterAll(async () => {
      await agent?.end("SIGINT");
      await many?.close();
      await rm(folder, { recursive: true, force: true });
    });

    it("says at which interval, what one count costs, and what the budget is", async () => {
      const line = page.getByRole("list", { name: "How this host is measured" });
      await line
        .getByText(
          /Every socket is counted every .+: one count of [\d,]+ sockets costs .+ of CPU, and the whole agent may use 0\.1\s% of a core\./,
        )
        .waitFor({ timeout: LISTS_MS });
      await line.getByText("Counters and listeners are read every 1 s.").waitFor();
    });

    it("marks the figures between two counts as put together, and compares nothing with itself", async () => {
      await page.getByText(/^Every socket was last counted \d+ .+ ago\./).waitFor({ timeout: LISTS_MS });
      await page.getByText("Not compared in this second").waitFor({ timeout: LISTS_MS });
    });
  });

  it("had no script error and no content that its own policy refuses", () => {
    expect(trouble.seen).toEqual([]);
  });
});
