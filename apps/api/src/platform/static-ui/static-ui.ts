import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Inject, Injectable } from "@nestjs/common";
import type { NestExpressApplication } from "@nestjs/platform-express";
import type { Response } from "express";
import type { ApiConfig } from "../../config.js";
import { CONFIG } from "../config.token.js";
import { PagePolicies } from "./page-policies.js";
import { MISSING_UI_PAGE, NOT_FOUND_PAGE } from "./plain-pages.js";
import { pagePolicy } from "./security-headers.js";

const ONE_YEAR_MS = 31_536_000_000;

/** The exported pages: where they are and how they are served. */
@Injectable()
export class StaticUi {
  private directory: string | null = null;
  private hasNotFoundPage = false;
  private readonly policies: PagePolicies;

  constructor(@Inject(CONFIG) private readonly config: ApiConfig) {
    this.policies = new PagePolicies((scriptSources) => pagePolicy(config, scriptSources));
  }

  /** Finds the pages; to be called before anything is served. */
  async load(): Promise<void> {
    if (this.config.webDir === null) return;
    const directory = resolve(this.config.webDir);
    if (!(await isFile(join(directory, "index.html")))) return;
    this.hasNotFoundPage = await isFile(join(directory, "404.html"));
    this.directory = directory;
  }

  /** Serves files before any route; what is not a file goes on to the routes. */
  mount(app: NestExpressApplication): void {
    if (this.directory === null) return;
    const immutable = { immutable: true, maxAge: ONE_YEAR_MS, index: false as const, redirect: false };
    app.useStaticAssets(join(this.directory, "_next/static"), { prefix: "/_next/static", ...immutable });
    app.useStaticAssets(this.directory, {
      maxAge: 0,
      setHeaders: (response, path) => this.setPageHeaders(response, path),
    });
  }

  /** Answers for a page that is not there: it does not exist, or none was built. */
  sendNotFound(response: Response): void {
    response.setHeader("cache-control", "no-cache");
    if (this.directory === null) response.status(503).type("html").send(MISSING_UI_PAGE);
    else if (!this.hasNotFoundPage) response.status(404).type("html").send(NOT_FOUND_PAGE);
    else {
      this.setPageHeaders(response, join(this.directory, "404.html"));
      response.status(404).sendFile("404.html", { root: this.directory, cacheControl: false });
    }
  }

  /** Pages name their scripts by hash, so they must be asked for anew after each update. */
  private setPageHeaders(response: HeaderSink, path: string): void {
    response.setHeader("cache-control", "no-cache");
    if (path.endsWith(".html")) response.setHeader("content-security-policy", this.policies.headerFor(path));
  }
}

interface HeaderSink {
  setHeader(name: string, value: string): unknown;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
