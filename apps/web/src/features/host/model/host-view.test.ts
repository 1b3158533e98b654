import { describe, expect, it } from "vitest";
import { DEFAULT_RANGE, formatHostView, parseHostView, RANGES, resolutionOf } from "./host-view";

const parse = (query: string) => parseHostView(new URLSearchParams(query));

describe("parseHostView", () => {
  it("is live, linear and shows every state when the address says nothing", () => {
    expect(parse("id=abc")).toEqual({
      hostId: "abc",
      range: DEFAULT_RANGE,
      span: null,
      isolated: null,
      hidden: new Set(),
      scale: "linear",
      list: "destinations",
    });
  });

  it("comes back from the address it wrote", () => {
    const query =
      "id=abc&range=6h&from=2026-01-02T03%3A04%3A05.000Z&to=2026-01-02T04%3A04%3A05.000Z&state=TIME_WAIT&hide=LISTEN%2CCLOSE&scale=log&list=peers";
    expect(formatHostView(parse(query))).toBe(query);
  });

  it.each([
    ["an end before the start", "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z"],
    ["words for times", "from=yesterday&to=today"],
    ["only one end", "from=2026-01-02T00:00:00Z"],
    ["unknown words", "range=13m&state=TIMEWAIT&hide=foo,,&scale=cubic&list=friends"],
  ])("falls back to the default for %s", (_, query) => {
    expect(parse(query)).toEqual(parse(""));
  });
});

describe("resolutionOf", () => {
  it("asks for at most 900 points in every preset", () => {
    for (const { key } of RANGES) {
      const { spanMs, stepMs } = resolutionOf({ range: key, span: null }, 1000);
      expect(spanMs / stepMs).toBeLessThanOrEqual(900);
    }
  });

  it("is never finer than the host reports", () => {
    expect(resolutionOf({ range: "5m", span: null }, 10_000).stepMs).toBe(10_000);
  });

  it("fits any absolute stretch, a year included", () => {
    const span = { fromMs: 0, toMs: 365 * 86_400_000 };
    const { spanMs, stepMs } = resolutionOf({ range: "5m", span }, 1000);
    expect(spanMs / stepMs).toBeLessThanOrEqual(900);
  });
});
