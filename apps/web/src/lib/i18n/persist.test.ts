import { expect, it, vi } from "vitest";
import { persist } from "./persist";

it("tries until it works", async () => {
  const attempt = vi.fn<() => Promise<string>>();
  attempt.mockRejectedValueOnce(new Error("no network")).mockRejectedValueOnce(new Error("still none"));
  attempt.mockResolvedValueOnce("here");
  expect(await persist(attempt, 1)).toBe("here");
  expect(attempt).toHaveBeenCalledTimes(3);
});
