import helmet from "helmet";
import type { ApiConfig } from "../../config.js";
import { contentSecurityPolicy } from "./content-security-policy.js";

/** OWASP ASVS 5.0, 3.4.1: at least one year. */
const HSTS_SECONDS = 31_536_000;

/** Middleware: the headers of every answer. What only makes sense with TLS is sent only with TLS. */
export function securityHeaders(config: ApiConfig) {
  const isHttps = config.publicUrl?.startsWith("https:") ?? false;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: contentSecurityPolicy([], socketOrigins(config)),
    },
    strictTransportSecurity: isHttps ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: isHttps,
    originAgentCluster: isHttps,
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
}

/** @returns the Content-Security-Policy header of a page that holds these inline scripts. */
export function pagePolicy(config: ApiConfig, scriptSources: readonly string[]): string {
  return Object.entries(contentSecurityPolicy(scriptSources, socketOrigins(config)))
    .map(([directive, sources]) => `${directive} ${sources.join(" ")}`)
    .join(";");
}

function socketOrigins(config: ApiConfig): string[] {
  return config.publicUrl ? [config.publicUrl.replace(/^http/, "ws")] : [];
}
