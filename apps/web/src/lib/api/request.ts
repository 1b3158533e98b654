import type { Problem } from "@fourtuple/contracts/web";
import type { z } from "zod";
import { ApiError, parseRetryAfter } from "./api-error";
import { loadContracts, type SchemaOf } from "./contracts";

const API = "/api/v1";

type RequestOptions = {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

/** @returns the answer as its contract has it. @throws ApiError for everything else. */
export async function request<T>(
  path: string,
  schemaOf: SchemaOf<T>,
  options: RequestOptions = {},
): Promise<T> {
  const [response, schema] = await Promise.all([send(path, options), loadSchema(schemaOf)]);
  const parsed = schema.safeParse(await readJson(response));
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw new ApiError({
    kind: "unreadable",
    status: response.status,
    reason: `${path}: ${first?.path.join(".") ?? ""} ${first?.message ?? "does not match its contract"}`,
  });
}

/** For requests whose answer has no body. @throws ApiError */
export async function requestNothing(path: string, options: RequestOptions): Promise<void> {
  await send(path, options);
}

async function send(path: string, { method = "GET", body, signal }: RequestOptions): Promise<Response> {
  const init: RequestInit = { method, credentials: "same-origin", headers: { accept: "application/json" } };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.headers = { ...init.headers, "content-type": "application/json" };
    init.body = JSON.stringify(body);
  }
  const response = await fetchOrUnreachable(API + path, init);
  if (response.ok) return response;
  throw await errorOf(response);
}

async function fetchOrUnreachable(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    // An aborted request is the caller's own doing and must stay recognisable as such.
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError({ kind: "unreachable" });
  }
}

/** A chunk comes from the same server as the answers: without it nothing can be read either. */
async function loadSchema<T>(schemaOf: SchemaOf<T>): Promise<z.ZodType<T>> {
  try {
    return schemaOf(await loadContracts());
  } catch {
    throw new ApiError({ kind: "unreachable" });
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  const schema = await loadSchema<Problem>(({ problemSchema }) => problemSchema);
  const parsed = schema.safeParse(await readJson(response));
  const retryAfterMs = parseRetryAfter(response.headers.get("retry-after"), Date.now());
  if (parsed.success) {
    return new ApiError({ kind: "problem", status: response.status, problem: parsed.data, retryAfterMs });
  }
  if (response.status >= 502 && response.status <= 504) return new ApiError({ kind: "unreachable" });
  const problem: Problem = {
    type: "about:blank",
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    code: `http-${response.status}`,
  };
  return new ApiError({ kind: "problem", status: response.status, problem, retryAfterMs });
}
