import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Inject, Injectable } from "@nestjs/common";
import type { NestExpressApplication } from "@nestjs/platform-express";
import type { Response } from "express";
import type { ApiConfig } from "../../config.js";
import { CONFIG } from "../config.token.js";
import { inlineScriptSources } from "./content-security-policy.js";
import { MISSING_UI_PAGE, NOT_FOUND_PAGE } from "./plain-pages.js";

const ONE_YEAR_MS = 31_536_000_000;

/** The exported pages: which they are, how they are served, and which inline scripts they hold. */
@Injectable()
export class StaticUi {
  private directory: string | null = null;
  private hasNotFoundPage = false;
  private sources: readonly string[] = [];

  constructor(@Inject(CONFIG) private readonly config: ApiConfig) {}

  /** Reads the pages; to be called before anything is served. */
  async load(): Promise<void> {
    if (this.config.webDir === null) return;
    const directory = resolve(this.config.webDir);
    if (!(await isFile(join(directory, "index.html")))) return;
    const pages = await findPages(directory);
    const html = await Promise.all(pages.map((page) => readFile(page, "utf8")));
    this.sources = html.flatMap(inlineScriptSources);
    this.hasNotFoundPage = pages.includes(join(directory, "404.html"));
    this.directory = directory;
  }

  /** CSP sources of every inline script in the pages. */
  scriptSources(): readonly string[] {
    return this.sources;
  }

  /** Serves files before any route; what is not a file goes on to the routes. */
  mount(app: NestExpressApplication): void {
    if (this.directory === null) return;
    const immutable = { immutable: true, maxAge: ONE_YEAR_MS, index: false as const, redirect: false };
    app.useStaticAssets(join(this.directory, "_next/static"), { prefix: "/_next/static", ...immutable });
    app.useStaticAssets(this.directory, { maxAge: 0, setHeaders: askAgain });
  }

  /** Answers for a page that is not there: it does not exist, or none was built. */
  sendNotFound(response: Response): void {
    response.setHeader("cache-control", "no-cache");
    if (this.directory === null) response.status(503).type("html").send(MISSING_UI_PAGE);
    else if (!this.hasNotFoundPage) response.status(404).type("html").send(NOT_FOUND_PAGE);
    else response.status(404).sendFile("404.html", { root: this.directory, cacheControl: false });
  }
}

/** Pages name their scripts by hash, so they must be asked for anew after each update. */
function askAgain(response: { setHeader(name: string, value: string): unknown }): void {
  response.setHeader("cache-control", "no-cache");
}

async function findPages(directory: string): Promise<string[]> {
  const names = await readdir(directory, { recursive: true });
  return names.filter((name) => name.endsWith(".html")).map((name) => join(directory, name));
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
