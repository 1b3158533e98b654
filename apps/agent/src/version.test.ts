import { expect, it } from "vitest";
import { readAgentVersion } from "./version.js";

it("the version is one that the contract takes", () => {
  expect(readAgentVersion()).toMatch(/^\d+\.\d+\.\d+/);
  expect(readAgentVersion().length).toBeLessThanOrEqual(40);
});
