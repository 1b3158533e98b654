import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePostmasterPid } from "./postmaster-pid.js";

const READY = "4242\n/data/cluster\n1764000000\n40123\n\n127.0.0.1\n  1234567    42\nready   \n";

describe("parsePostmasterPid", () => {
  it("reads the process, its port and its status", () => {
    expect(parsePostmasterPid(READY)).toEqual({ pid: 4242, port: 40123, status: "ready" });
    expect(parsePostmasterPid(READY.replace("ready   ", "stopping"))?.status).toBe("stopping");
    expect(parsePostmasterPid(READY.replace("ready   ", "starting"))?.status).toBe("starting");
  });

  it("reads a file that the server has only begun to write", () => {
    expect(parsePostmasterPid("4242\n/data/cluster\n1764000000\n")).toEqual({
      pid: 4242,
      port: null,
      status: "unknown",
    });
  });

  it("reads the negated id of a standalone backend", () => {
    expect(parsePostmasterPid("-77\n")?.pid).toBe(77);
  });

  it.each(["", "\n", "0\n", "abc\n", "1.5\n"])("finds no process in %j", (text) => {
    expect(parsePostmasterPid(text)).toBeNull();
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void parsePostmasterPid(text)));
  });
});
