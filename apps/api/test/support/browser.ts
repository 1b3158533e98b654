import type { Problem, SessionResponse } from "@fourtuple/contracts/web";
import { ADMIN } from "./test-api.js";

export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: T & Partial<Problem>;
}

/** What a person's browser does: keeps the cookie, names its page's origin with every change. */
export class Browser {
  cookie = "";

  constructor(
    readonly url: string,
    private readonly origin: string | null = url,
  ) {}

  async get<T>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.request("GET", path, undefined, headers);
  }

  async post<T>(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.request("POST", path, body, headers);
  }

  async patch<T>(path: string, body: unknown): Promise<Answer<T>> {
    return this.request("PATCH", path, body);
  }

  async delete<T>(path: string): Promise<Answer<T>> {
    return this.request("DELETE", path);
  }

  async login(credentials = ADMIN): Promise<Answer<SessionResponse>> {
    return this.post("/api/v1/session", credentials);
  }

  async request<T>(
    method: string,
    path: string,
    body?: unknown,
    extra: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = { ...extra };
    if (this.cookie) headers.cookie = this.cookie;
    if (method !== "GET" && this.origin !== null) headers.origin ??= this.origin;
    if (body !== undefined) headers["content-type"] ??= "application/json";
    const response = await fetch(this.url + path, {
      method,
      headers,
      redirect: "manual",
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    const text = await response.text();
    const isJson = text !== "" && /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
  }

  private keep(setCookie: string): void {
    const pair = setCookie.split(";", 1)[0] ?? "";
    this.cookie = pair.endsWith("=") ? "" : pair;
  }
}
