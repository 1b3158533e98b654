import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type {
  ConditionResponse,
  HostsResponse,
  LatestResponse,
  SeriesResponse,
  TopListsResponse,
} from "@fourtuple/contracts/web";
import { TCP_STATES } from "@fourtuple/core/tcp";
import { namespacesAvailable, ssAvailable } from "@fourtuple/testkit/namespaces";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Installation, until } from "../system/fourtuple-process.js";
import { LargeNamespace } from "../system/large-namespace.js";
import { DESKTOP, findBrowser, launchBrowser, openContext, type View } from "./browser.js";
import { stateFigure, watchForTrouble } from "./page-watch.js";

const { path: browserPath, missing } = findBrowser();
const [namespaces, ss] = [namespacesAvailable(), ssAvailable()];
const lack = missing ?? (namespaces.ok ? null : namespaces.reason) ?? (ss.ok ? null : ss.reason);
const why = lack === null ? "" : ` (skipped: ${lack})`;

/** So many make a count each second dearer than the small budget allows; FOURTUPLE_TEST_SOCKETS=200000 takes the default one. */
const FEW = 20_000;
const SMALL_BUDGET = 0.006;
const sockets = Number(process.env.FOURTUPLE_TEST_SOCKETS ?? FEW);
const budget = sockets > FEW ? 0.01 : SMALL_BUDGET;

const MINUTE_MS = 60_000;
/** The whole is counted every five minutes at the least. */
const NEXT_COUNT_MS = 330_000;
const TEST_MS = 2 * NEXT_COUNT_MS;

const UNIT_MS: Readonly<Record<string, number>> = {
  min: 60_000,
  s: 1_000,
  分钟: 60_000,
  秒: 1_000,
  秒钟: 1_000,
};

/** "1 min 20 s" or "1分钟20秒钟" in ms. */
function spanMs(text: string): number {
  const parts = text.matchAll(/(\d+)\s*(min|s|分钟|秒钟|秒)/g);
  return [...parts].reduce((sum, [, number, unit]) => sum + Number(number) * (UNIT_MS[unit ?? ""] ?? 0), 0);
}

describe.skipIf(lack !== null)(`a host with ${sockets} sockets${why}`, () => {
  let installation: Installation;
  let host: LargeNamespace;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let trouble: ReturnType<typeof watchForTrouble>;
  let folder: string;
  let hostId: string;
  let begin: { readonly atMs: number; readonly cpuMs: number };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fourtuple-large-"));
    installation = await Installation.create();
    await installation.start("--no-agent");
    await installation.login();
    host = await LargeNamespace.create(sockets);
    await host.startAgent(folder, installation.port, {
      FOURTUPLE_IDENTITY_FILE: join(installation.dataDir, "agent", "identity"),
      FOURTUPLE_CPU_BUDGET: String(budget),
      FOURTUPLE_LOG_LEVEL: "warn",
    });
    hostId = await until("the host", 30_000, async () => {
      const { hosts } = await installation.get<HostsResponse>("/api/v1/hosts");
      return hosts.find(({ status }) => status === "live")?.id;
    });
    browser = await launchBrowser(browserPath ?? "");
    ({ context, page } = await open(DESKTOP));
    trouble = watchForTrouble(page);
  }, TEST_MS);

  afterAll(async () => {
    await browser?.close();
    await host?.close();
    await installation.remove();
    await rm(folder, { recursive: true, force: true });
  }, TEST_MS);

  async function open(view: View): Promise<{ context: BrowserContext; page: Page }> {
    const opened = await openContext(browser, installation.origin, view);
    const [name = "", value = ""] = (await installation.login()).split("=");
    await opened.addCookies([{ name, value, domain: "127.0.0.1", path: "/" }]);
    const visit = await opened.newPage();
    await visit.goto(`/host/?id=${hostId}`);
    return { context: opened, page: visit };
  }

  const read = <T>(what: string): Promise<T> => installation.get<T>(`/api/v1/hosts/${hostId}/${what}`);

  /** The condition, once every socket is counted less often than samples are taken. */
  async function stretched() {
    const { condition } = await read<ConditionResponse>("condition");
    const full = condition?.tiers.find(({ tier }) => tier === "full");
    return condition && full && full.readAtMs !== null && (full.intervalMs ?? 0) > 1_000
      ? { condition, full, intervalMs: full.intervalMs ?? 0 }
      : undefined;
  }

  it("is counted less often than each second, since the budget allows no more", {
    timeout: TEST_MS,
  }, async () => {
    const { condition, full } = await until("a longer interval", NEXT_COUNT_MS, stretched);
    expect(condition.source).toBe("sock_diag");
    expect(condition.cpuBudget).toBe(budget);
    expect(full.reason).toBe("budget");
    begin = { atMs: performance.now(), cpuMs: await host.agentCpuMs() };
  });

  it("is counted to the socket, as ss -tan counts", { timeout: TEST_MS }, async () => {
    const { pairs, destinations } = host.population;
    const truth = await host.countBySs();
    expect(truth.ESTABLISHED + truth.CLOSE_WAIT + truth.FIN_WAIT2).toBeGreaterThanOrEqual(
      2 * pairs * destinations.length,
    );
    const counted = await until("a sample with a count of its own", NEXT_COUNT_MS, async () => {
      const { sample } = await read<LatestResponse>("latest");
      return sample?.values["agent.fullCensusAgeMs"] === 0 ? sample : undefined;
    });
    const states = Object.fromEntries(TCP_STATES.map((state) => [state, counted.values[`states.${state}`]]));
    expect(states).toEqual(truth);
    expect(await host.countBySs()).toEqual(truth);
    const range = `from=${counted.atMs - 1000}&to=${counted.atMs + 1000}&step=1000`;
    const { series } = await read<SeriesResponse>(
      `series?metrics=states.ESTABLISHED,states.CLOSE_WAIT&${range}`,
    );
    // The second before was put together from the kernel's totals, and nothing has moved.
    const figures = series.map(({ avg }) => [...new Set(avg.filter((figure) => figure !== null))]);
    expect(figures).toEqual([[truth.ESTABLISHED], [truth.CLOSE_WAIT]]);
  });

  it("shows every destination with the ports it occupies", { timeout: TEST_MS }, async () => {
    const { pairs, destinations } = host.population;
    const { lists } = await read<TopListsResponse>("top-lists");
    const occupied = Object.fromEntries(
      (lists.full?.destinations.entries ?? []).map((entry) => [
        `${entry.address}:${entry.port}`,
        entry.occupiedPorts,
      ]),
    );
    for (const { address, port } of destinations) expect(occupied[`${address}:${port}`]).toBe(pairs);
    const { address, port } = destinations[0] ?? { address: "", port: 0 };
    const section = page.locator("#connections");
    await section.getByLabel("Filter by address or port").fill(`${address}:${port}`);
    const usable = (lists.full?.usablePorts ?? 0).toLocaleString("en");
    await section
      .getByRole("row")
      .filter({ hasText: `${pairs.toLocaleString("en")} of ${usable}` })
      .waitFor();
  });

  it("says on its page at which interval it is counted, and why", { timeout: TEST_MS }, async () => {
    const truth = await host.countBySs();
    const line = page.getByRole("list", { name: "How this host is measured" });
    const pattern =
      /Every socket is counted every (.+?): one count of ([\d,]+) sockets costs .+? of CPU, and the whole agent may use ([\d.]+)\s?% of a core\./;
    await until("the interval of the condition in the line", 30_000, async () => {
      const now = await stretched();
      const [, every = "", seen = "", percent = ""] = pattern.exec(await line.innerText()) ?? [];
      expect(spanMs(every)).toBe(now?.intervalMs);
      expect(seen).toBe(now?.full.sockets?.toLocaleString("en"));
      expect(Number(percent) / 100).toBeCloseTo(budget, 6);
      return true;
    });
    expect(await stateFigure(page, "ESTABLISHED")).toBe(truth.ESTABLISHED);
    expect(await stateFigure(page, "CLOSE_WAIT")).toBe(truth.CLOSE_WAIT);
  });

  it("says so in Chinese on a telephone", { timeout: TEST_MS }, async () => {
    const phone = await open({ language: "zh-CN", colorScheme: "dark", widthPx: 390, heightPx: 844 });
    const line = phone.page.locator("main").getByRole("listitem").filter({ hasText: "socket 每" });
    const pattern =
      /全部 socket 每\s*(.+?)\s*统计一次：统计 ([\d,]+) 个要用 .+?的 CPU，而整个 agent 最多可用一个核的 ([\d.]+)\s?%。/;
    await until("the interval of the condition in the line", 30_000, async () => {
      const now = await stretched();
      const [, every = "", , percent = ""] = pattern.exec(await line.first().innerText()) ?? [];
      expect(spanMs(every)).toBe(now?.intervalMs);
      expect(Number(percent) / 100).toBeCloseTo(budget, 6);
      return true;
    });
    await phone.context.close();
  });

  it("costs its host over a minute no more than the budget, whatever it does besides counting", {
    timeout: TEST_MS,
  }, async () => {
    await delay(Math.max(0, begin.atMs + MINUTE_MS - performance.now()));
    const spentMs = (await host.agentCpuMs()) - begin.cpuMs;
    const share = spentMs / (performance.now() - begin.atMs);
    expect(share).toBeLessThanOrEqual(budget);
    expect(trouble.seen).toEqual([]);
    await context.close();
  });
});
