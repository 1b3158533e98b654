import helmet from "helmet";
import type { ApiConfig } from "../../config.js";
import { contentSecurityPolicy } from "./content-security-policy.js";

/** OWASP ASVS 5.0, 3.4.1: at least one year. */
const HSTS_SECONDS = 31_536_000;

/** Middleware: the headers of every answer. What only makes sense with TLS is sent only with TLS. */
export function securityHeaders(config: ApiConfig, scriptSources: readonly string[]) {
  const isHttps = config.publicUrl?.startsWith("https:") ?? false;
  const origins = config.publicUrl ? [config.publicUrl.replace(/^http/, "ws")] : [];
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy(scriptSources, origins) },
    strictTransportSecurity: isHttps ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: isHttps,
    originAgentCluster: isHttps,
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
}
