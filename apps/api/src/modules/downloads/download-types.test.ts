import { expect, it } from "vitest";
import { downloadType, isPackageName } from "./download-types.js";

it.each([
  ["install.sh", "text/x-shellscript; charset=utf-8"],
  ["fourtuple-agent_0.1.0_amd64.deb", "application/vnd.debian.binary-package"],
  ["fourtuple-agent-0.1.0-1.aarch64.rpm", "application/x-rpm"],
  ["fourtuple-agent-linux-x64.gz", "application/gzip"],
  ["fourtuple-agent-linux-x64", "application/octet-stream"],
  ["SHA256SUMS", "text/plain; charset=utf-8"],
])("%s is sent as %s", (name, type) => {
  expect([downloadType(name), isPackageName(name)]).toEqual([type, true]);
});

it.each(["v1", "v2", "", "..", "../SHA256SUMS", "install.sh/x", "package.json", ".env"])(
  "%j is no name of a package",
  (name) => {
    expect(isPackageName(name)).toBe(false);
  },
);
