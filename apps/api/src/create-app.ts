import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import compression from "compression";
import { appModule } from "./app.module.js";
import { LiveAdapter } from "./modules/live/live-adapter.js";
import { OriginPolicy } from "./platform/auth/origin-policy.js";
import { NestLog } from "./platform/logging/logger.js";
import { requestLog } from "./platform/logging/request-log.js";
import { securityHeaders } from "./platform/static-ui/security-headers.js";
import { StaticUi } from "./platform/static-ui/static-ui.js";
import type { Surroundings } from "./platform/surroundings.module.js";

/** The largest body any route needs is a login (judgement). */
const MAX_BODY = "32kb";
/** A request that does not arrive whole in this time is given up, at most 30 s later: so rarely does Node look. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;

/** Builds the application, ready to listen. */
export async function createApp(surroundings: Surroundings): Promise<NestExpressApplication> {
  const { config, log } = surroundings;
  const app = await NestFactory.create<NestExpressApplication>(appModule(surroundings), {
    logger: new NestLog(log),
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true,
  });
  app.disable("x-powered-by");
  app.set("trust proxy", config.trustedProxies.length > 0 ? [...config.trustedProxies] : false);
  app.set("query parser", "simple");
  const staticUi = app.get(StaticUi);
  await staticUi.load();
  app.use(requestLog(log));
  app.use(securityHeaders(config));
  app.use(compression());
  staticUi.mount(app);
  app.use(/^\/api\//, forbidCaching);
  app.useBodyParser("json", { limit: MAX_BODY, strict: true });
  app.useWebSocketAdapter(new LiveAdapter(app, app.get(OriginPolicy)));
  const server = app.getHttpServer();
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  await app.init();
  return app;
}

/** What the API answers is of this moment and of this user. */
function forbidCaching(
  _request: unknown,
  response: { setHeader(name: string, value: string): unknown },
  next: () => void,
): void {
  response.setHeader("cache-control", "no-store");
  next();
}
