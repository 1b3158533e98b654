import { expect, it } from "vitest";
import { evaluateReach } from "./server-reach";

it.each([
  ["ws://127.0.0.1:4680", "this-machine"],
  ["ws://localhost:4680", "this-machine"],
  ["ws://[::1]:4680", "this-machine"],
  ["ws://10.0.0.7:4680", "unencrypted"],
  ["wss://tcp.example.org", "encrypted"],
] as const)("%s reaches %s", (url, reach) => {
  expect(evaluateReach(url)).toBe(reach);
});
