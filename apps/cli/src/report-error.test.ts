import { expect, test } from "vitest";
import { CliError } from "./cli-error.js";
import { describeError } from "./report-error.js";

function errorOf(fields: { name?: string; code?: string; message: string }): Error {
  return Object.assign(new Error(fields.message), fields);
}

test("an error that speaks for itself is shown as it is", () => {
  expect(describeError(new CliError("Do this."), true)).toBe("Do this.");
  const unavailable = errorOf({ name: "DatabaseUnavailableError", message: "Nothing listens there." });
  expect(describeError(unavailable, true)).toBe("Nothing listens there.");
});

test("a package that is not built says how to build it", () => {
  const message = "Cannot find module '/srv/fourtuple/apps/agent/dist/index.js' imported from /srv/x.js";
  const text = describeError(errorOf({ code: "ERR_MODULE_NOT_FOUND", message }), false);
  expect(text).toContain("npm run build");
});

test("a limit of open files that is too low says how to raise it", () => {
  const text = describeError(errorOf({ code: "EMFILE", message: "EMFILE: too many open files" }), false);
  expect(text).toContain("ulimit -n");
});

test("an unexpected error is one line, and its stack comes only when asked for", () => {
  const error = errorOf({ message: "broken" });
  expect(describeError(error, false)).not.toContain("\n");
  expect(describeError(error, true)).toContain("report-error.test");
  expect(describeError("thrown text", false)).toContain("thrown text");
});
