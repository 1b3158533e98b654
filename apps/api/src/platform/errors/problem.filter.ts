import { STATUS_CODES } from "node:http";
import type { Problem } from "@fourtuple/contracts/web";
import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from "@nestjs/common";
import type { Request, Response } from "express";
import { LOG, type Log } from "../logging/logger.js";
import { StaticUi } from "../static-ui/static-ui.js";
import type { AppError } from "./app-error.js";
import { toAppError } from "./to-app-error.js";

/** Answers every failed request: RFC 9457 problem+json below /api, a page elsewhere. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOG) private readonly log: Log,
    private readonly staticUi: StaticUi,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const known = toAppError(error);
    if (known === null)
      this.log.error({ err: error, requestId: response.getHeader("x-request-id") }, "a request failed");
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (known?.status === 404 && isForPage(request)) {
      this.staticUi.sendNotFound(response);
      return;
    }
    sendProblem(response, known ? problemOf(known) : INTERNAL_PROBLEM, known?.retryAfterMs ?? null);
  }
}

const INTERNAL_PROBLEM: Problem = {
  type: "urn:fourtuple:problem:internal",
  title: "Internal Server Error",
  status: 500,
  code: "internal",
  detail: "The server failed; its log holds the details under the id in the x-request-id header.",
};

function problemOf(error: AppError): Problem {
  return {
    type: `urn:fourtuple:problem:${error.code}`,
    title: STATUS_CODES[error.status] ?? "Error",
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(error.errors.length > 0 ? { errors: [...error.errors] } : {}),
  };
}

function sendProblem(response: Response, problem: Problem, retryAfterMs: number | null): void {
  if (retryAfterMs !== null) response.setHeader("retry-after", Math.ceil(retryAfterMs / 1000));
  response.setHeader("cache-control", "no-store");
  response.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
}

function isForPage(request: Request): boolean {
  const isRead = request.method === "GET" || request.method === "HEAD";
  return isRead && !/^\/(api|agent|socket\.io)(\/|$)/.test(request.path);
}
