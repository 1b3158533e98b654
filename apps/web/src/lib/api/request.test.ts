import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ApiError, parseRetryAfter } from "./api-error";
import { request, requestNothing } from "./request";

const schema = z.object({ count: z.number() });

function answer(status: number, body: string, headers: Record<string, string> = {}) {
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(status === 204 ? null : body, { status, headers })),
  );
}

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

afterEach(() => vi.unstubAllGlobals());

describe("request", () => {
  it("gives what the contract describes", async () => {
    answer(200, '{"count":3,"more":true}');
    expect(await request("/x", () => schema)).toEqual({ count: 3 });
  });

  it("calls an answer that breaks its contract unreadable and names the field", async () => {
    answer(200, '{"count":"3"}');
    const error = await failureOf(request("/x", () => schema));
    expect(error.failure.kind).toBe("unreadable");
    expect(error.message).toContain("count");
  });

  it("calls an answer that is not JSON unreadable", async () => {
    answer(200, "<html>");
    expect((await failureOf(request("/x", () => schema))).failure.kind).toBe("unreadable");
  });

  it("carries the server's problem and how long to wait", async () => {
    const problem = { type: "t", title: "Too Many Requests", status: 429, code: "too-many-requests" };
    answer(429, JSON.stringify(problem), { "retry-after": "42" });
    const error = await failureOf(request("/x", () => schema));
    expect(error.code).toBe("too-many-requests");
    expect(error.failure).toMatchObject({ kind: "problem", status: 429, retryAfterMs: 42_000 });
  });

  it("makes a problem of an error without one", async () => {
    answer(418, "short and stout");
    expect((await failureOf(request("/x", () => schema))).failure).toMatchObject({
      kind: "problem",
      problem: { status: 418, code: "http-418" },
    });
  });

  it("takes a gateway that speaks for a dead server as no answer", async () => {
    answer(502, "<html>");
    const error = await failureOf(request("/x", () => schema));
    expect(error.failure.kind).toBe("unreachable");
    expect(error.status).toBeNull();
  });

  it("takes a failed connection as no answer, and lets an abort be an abort", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
    expect((await failureOf(request("/x", () => schema))).failure.kind).toBe("unreachable");
    const abort = new DOMException("aborted", "AbortError");
    vi.stubGlobal("fetch", () => Promise.reject(abort));
    await expect(request("/x", () => schema)).rejects.toBe(abort);
  });

  it("wants no body where there is none", async () => {
    answer(204, "");
    await expect(requestNothing("/session", { method: "DELETE" })).resolves.toBeUndefined();
  });
});

describe("parseRetryAfter", () => {
  it("reads seconds and dates, and nothing else", () => {
    const now = Date.parse("2026-11-20T10:00:00Z");
    expect(parseRetryAfter("30", now)).toBe(30_000);
    expect(parseRetryAfter("Fri, 20 Nov 2026 10:01:00 GMT", now)).toBe(60_000);
    expect(parseRetryAfter("Fri, 20 Nov 2026 09:00:00 GMT", now)).toBe(0);
    expect(parseRetryAfter("soon", now)).toBeNull();
    expect(parseRetryAfter(null, now)).toBeNull();
  });
});
