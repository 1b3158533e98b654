import { expect, test } from "vitest";
import { describeUnwritable } from "./data-directory.js";
import { describeExposure, describeReady } from "./messages.js";
import { describeListenFailure } from "./port-check.js";
import { describeHolder } from "./run-lock.js";

const facts = {
  version: "0.1.0",
  url: "http://127.0.0.1:4680",
  setupUrl: null,
  dataDir: "/data",
  database: "PostgreSQL 18.4, built in",
  noAgentBecause: null,
  readyAfterMs: 940,
};

test("the ready message names the address, the data, the way to stop and nothing that is not there", () => {
  const text = describeReady(facts);
  for (const part of ["http://127.0.0.1:4680", "/data", "PostgreSQL 18.4", "Ctrl-C", "0.9 s"])
    expect(text).toContain(part);
  expect(text).not.toContain("First visit");
  expect(text).not.toContain("Agent");
});

test("the ready message shows the link for the first admin, and why there is no agent", () => {
  const text = describeReady({
    ...facts,
    setupUrl: "http://x/setup/?token=t",
    noAgentBecause: "none: darwin",
  });
  expect(text).toContain("http://x/setup/?token=t");
  expect(text).toContain("none: darwin");
});

test("a server that others reach without TLS warns; loopback and a public https address do not", () => {
  expect(describeExposure("0.0.0.0", undefined)).toMatch(/^WARNING: .*0\.0\.0\.0/);
  expect(describeExposure("0.0.0.0", "http://x.example")).toMatch(/^WARNING/);
  expect(describeExposure("0.0.0.0", "https://x.example")).toBeNull();
  expect(describeExposure("127.0.0.1", undefined)).toBeNull();
});

test("a busy port names the program that has it when it is known, and another port to choose", () => {
  const known = describeListenFailure("EADDRINUSE", "127.0.0.1", 4680, "nginx, process 7");
  expect(known).toBe(
    "Port 4680 on 127.0.0.1 is already in use by nginx, process 7; stop that program or choose another port, for example FOURTUPLE_PORT=4681.",
  );
  expect(describeListenFailure("EADDRINUSE", "127.0.0.1", 65_535, null)).toContain("FOURTUPLE_PORT=4680");
  expect(describeListenFailure("EACCES", "127.0.0.1", 80, null)).toContain("FOURTUPLE_PORT=4680");
});

test.each(["EADDRINUSE", "EACCES", "EADDRNOTAVAIL", "ENOTFOUND", "EWHATEVER"])(
  "a failure to listen (%s) is one sentence that names a setting",
  (code) => {
    expect(describeListenFailure(code, "10.9.9.9", 80, null)).toMatch(
      /^[^\n]*FOURTUPLE_(PORT|HOST)[^\n]*\.$/,
    );
  },
);

test.each(["EACCES", "EROFS", "ENOSPC", "ENOTDIR", "EIO"])(
  "a data directory that fails with %s is one sentence that names it and the setting",
  (code) => {
    const text = describeUnwritable("/data", { code, message: "broken" });
    expect(text).toMatch(/^[^\n]*\/data [^\n]*FOURTUPLE_DATA_DIR[^\n]*\.$/);
  },
);

test("a second start on the same data names the first", () => {
  const holder = { pid: 41, startMark: "1", address: "http://127.0.0.1:4680", databaseUrl: null };
  expect(describeHolder("/data", holder)).toMatch(/\/data \(process 41, http:\/\/127\.0\.0\.1:4680\)/);
});
