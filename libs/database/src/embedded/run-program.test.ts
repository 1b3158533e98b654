import { expect, it } from "vitest";
import { runProgram } from "./run-program.js";

it.each([
  ["that does not exist", { prefix: [], ids: {} }],
  ["as a user that cannot be taken on", { prefix: [], ids: { uid: 2 ** 31 - 2, gid: 2 ** 31 - 2 } }],
])("a program %s is a result, not an exception", async (_, launch) => {
  const { exitCode, output } = await runProgram(launch, "/nonexistent/postgres", []);
  expect(exitCode).toBeNull();
  expect(output).toMatch(/ENOENT|EPERM/);
});
