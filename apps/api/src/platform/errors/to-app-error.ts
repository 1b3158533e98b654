import { HttpException } from "@nestjs/common";
import { isDatabaseDown } from "../database/database-down.js";
import { AppError, DatabaseDownError } from "./app-error.js";

/** A refusal by the framework: a route that is not there, a body too large or not JSON. */
class HttpError extends AppError {
  readonly code: string;

  constructor(
    readonly status: number,
    code: string,
    message: string,
  ) {
    super(message);
    this.code = code;
  }
}

const FRAMEWORK_ERRORS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ["malformed-request", "The request cannot be read; a body must be JSON."],
  404: ["not-found", "There is nothing at this address."],
  405: ["method-not-allowed", "This address does not know the method."],
  413: ["body-too-large", "The body of the request is too large."],
  415: ["unsupported-media-type", "Send the body as application/json in UTF-8."],
};

/** @returns what to tell the caller, or null when it is a fault of ours that stays inside. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (isDatabaseDown(error)) return new DatabaseDownError();
  const status = frameworkStatus(error);
  if (status === null || status >= 500) return null;
  const [code, message] = FRAMEWORK_ERRORS[status] ?? ["refused", "The request was refused."];
  return new HttpError(status, code, message);
}

/** Nest throws HttpException; express and its body parser throw errors of the http-errors package. */
function frameworkStatus(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && "status" in error && typeof error.status === "number") return error.status;
  return null;
}
