import { listenersSchema } from "@fourtuple/contracts/agent";
import { describe, expect, it } from "vitest";
import { listListeners } from "./listeners.js";

function socket(port: number, address = "0.0.0.0", uid: number | null = 0) {
  return { address, port, acceptQueue: 0, backlog: 128, drops: null, uid };
}

describe("listListeners", () => {
  it("gives equal sets as equal lists, whatever order the kernel told them in", () => {
    const sockets = [
      socket(443, "::"),
      socket(80),
      socket(443),
      socket(80, "127.0.0.1"),
      socket(80, "0.0.0.0", null),
    ];
    const list = listListeners(sockets, 0);
    expect(listListeners(sockets.toReversed(), 0)).toEqual(list);
    expect(list.listeners.map(({ port, address }) => `${port} ${address}`)).toEqual([
      "80 0.0.0.0",
      "80 0.0.0.0",
      "80 127.0.0.1",
      "443 0.0.0.0",
      "443 ::",
    ]);
  });

  it("keeps to what a frame takes, and counts the rest", () => {
    const sockets = Array.from({ length: 1500 }, (_, i) => socket(i + 1));
    const list = listListeners(sockets, 7);
    expect(list.listeners).toHaveLength(1000);
    expect(list.more).toBe(507);
    expect(listenersSchema.safeParse({ atMs: 1, ...list }).success).toBe(true);
  });
});
