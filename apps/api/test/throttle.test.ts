import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "./support/browser.js";
import { ADMIN, startTestApi, type TestApi } from "./support/test-api.js";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ config: { trustedProxies: ["loopback"] } });
});
afterAll(() => api.dispose());

function loginFrom(address: string, credentials = ADMIN) {
  const browser = new Browser(api.url);
  return browser.post("/api/v1/session", credentials, { "x-forwarded-for": address });
}

describe("logins", () => {
  it("are answered 429 with the time to wait after some failures from one address", async () => {
    const wrong = { ...ADMIN, password: "wrong" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => loginFrom("198.51.100.1", wrong)));
    const codes = answers.map((answer) => answer.status);
    expect(codes.filter((code) => code === 401)).toHaveLength(5);
    const refused = answers.find((answer) => answer.status === 429);
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused?.json.code).toBe("too-many-requests");
  });

  it("of the owner still work from another address meanwhile", async () => {
    expect((await loginFrom("198.51.100.1")).status).toBe(429);
    expect((await loginFrom("203.0.113.7")).status).toBe(200);
  });

  it("work again from the first address after the wait", async () => {
    api.clock.advance(31_000);
    expect((await loginFrom("198.51.100.1")).status).toBe(200);
  });

  it("never hash more than a few passwords at once: the rest is sent away, and the server answers", async () => {
    const unknown = (n: number) => ({ email: `user${n}@example.org`, password: "x" });
    const flood = Array.from({ length: 60 }, (_, n) => loginFrom(`192.0.2.${n}`, unknown(n)));
    const answers = await Promise.all(flood);
    const codes = new Set(answers.map((answer) => answer.status));
    expect([...codes].every((code) => code === 401 || code === 503)).toBe(true);
    expect((await new Browser(api.url).get("/livez")).status).toBe(200);
  });
});

describe("X-Forwarded-For", () => {
  it("counts for nothing unless the proxy is trusted", async () => {
    const plain = await startTestApi();
    try {
      const wrong = { ...ADMIN, password: "wrong" };
      const codes: number[] = [];
      for (let n = 0; n < 6; n++) {
        const headers = { "x-forwarded-for": `198.51.100.${n}` };
        codes.push((await new Browser(plain.url).post("/api/v1/session", wrong, headers)).status);
      }
      expect(codes).toEqual([401, 401, 401, 401, 401, 429]);
    } finally {
      await plain.dispose();
    }
  });
});
