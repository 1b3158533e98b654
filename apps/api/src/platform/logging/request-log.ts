import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pinoHttp } from "pino-http";
import type { Log } from "./logger.js";

/**
 * Middleware: gives each request an id, returned as `x-request-id`, and logs how it ended.
 * Only the path is logged: queries hold setup tokens and headers hold cookies.
 */
export function requestLog(log: Log) {
  return pinoHttp({
    logger: log,
    genReqId: (_request: IncomingMessage, response: ServerResponse) => {
      const id = randomUUID();
      response.setHeader("x-request-id", id);
      return id;
    },
    // What matters is logged where it happens, with its reason; this is for following one request.
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? "warn" : "debug"),
    serializers: {
      req: (request: { id: string; method: string; url: string; remoteAddress: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split("?", 1)[0]?.slice(0, 200),
        from: request.remoteAddress,
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      err: (error: { type: string }) => ({ type: error.type }),
    },
  });
}
