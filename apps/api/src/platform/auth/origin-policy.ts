import type { IncomingHttpHeaders } from "node:http";
import { Inject, Injectable } from "@nestjs/common";
import type { ApiConfig } from "../../config.js";
import { CONFIG } from "../config.token.js";

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** Which web pages may talk to this server. */
@Injectable()
export class OriginPolicy {
  private port: number;
  private readonly listed: ReadonlySet<string>;

  constructor(@Inject(CONFIG) private readonly config: ApiConfig) {
    this.port = config.port;
    this.listed = new Set([...(config.publicUrl ? [config.publicUrl] : []), ...config.allowedOrigins]);
  }

  /** Told once the real port is known, which matters where the configuration says 0. */
  setPort(port: number): void {
    this.port = port;
  }

  /** Origin under which people open the pages. */
  publicOrigin(): string {
    const { publicUrl, host } = this.config;
    if (publicUrl) return publicUrl;
    const isAny = host === "0.0.0.0" || host === "::";
    return new URL(`http://${isAny ? "localhost" : bracketed(host)}:${this.port}`).origin;
  }

  /** Whether a page of `origin` may call, given the Host the request names. A missing Origin is not allowed here. */
  allows(origin: string | undefined, hostHeader: string | undefined): boolean {
    if (origin === undefined) return false;
    if (this.listed.has(origin) || origin === this.publicOrigin()) return true;
    return this.loopbackOrigins(hostHeader).includes(origin);
  }

  /**
   * Whether an HTTP request that changes something may pass. Browsers name the page's origin or site
   * with it; a caller that names neither is no browser and carries no cookie it did not mean to send.
   */
  allowsChange(headers: IncomingHttpHeaders): boolean {
    if (headers.origin !== undefined) return this.allows(headers.origin, headers.host);
    const site = headers["sec-fetch-site"];
    return site === undefined || site === "same-origin" || site === "none";
  }

  /** This machine's own names for us; a rebound foreign name never reads as one of them. */
  private loopbackOrigins(hostHeader: string | undefined): string[] {
    if (hostHeader === undefined || !URL.canParse(`http://${hostHeader}`)) return [];
    const { hostname, port } = new URL(`http://${hostHeader}`);
    if (!LOOPBACK_NAMES.includes(hostname)) return [];
    const ports = [String(this.port), port || "80"];
    return ports.flatMap((each) => LOOPBACK_NAMES.map((name) => new URL(`http://${name}:${each}`).origin));
  }
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
