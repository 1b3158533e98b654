import { readlinkSync, statSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import type { NamespaceCalls } from "./namespace-calls.js";
import { HomeNamespace } from "./visit-namespace.js";

const OWN_PATH = "/proc/thread-self/ns/net";
const ownInode = () => statSync(OWN_PATH).ino;

/** Moves nowhere, and answers as it is told: null for a move that succeeded. */
function callsThatAnswer(...answers: (string | null)[]): NamespaceCalls {
  return {
    setNamespace: () => answers.shift() ?? null,
    openTransport: () => ({ ok: false, reason: "none here" }),
  };
}

function openHome(calls: NamespaceCalls, lost: string[] = []): HomeNamespace {
  const onLost = (reason: string): never => {
    lost.push(reason);
    throw new Error("lost");
  };
  return new HomeNamespace("/proc", calls, onLost);
}

describe.skipIf(process.platform !== "linux")("HomeNamespace", () => {
  it("knows its own inode", () => {
    const home = openHome(callsThatAnswer());
    expect(`net:[${home.inode}]`).toBe(readlinkSync(OWN_PATH));
    home.close();
  });

  it("looks, and comes back even when the look fails", () => {
    const home = openHome(callsThatAnswer());
    expect(home.visit(OWN_PATH, ownInode(), () => 7)).toEqual({ status: "done", value: 7 });
    const setNamespace = vi.fn(() => null);
    const strict = openHome({ ...callsThatAnswer(), setNamespace });
    expect(() =>
      strict.visit(OWN_PATH, ownInode(), () => {
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect(setNamespace).toHaveBeenCalledTimes(2);
    home.close();
    strict.close();
  });

  it("does not look into what took the place of a namespace that is gone", () => {
    const home = openHome(callsThatAnswer());
    const look = vi.fn();
    expect(home.visit(OWN_PATH, ownInode() + 1, look)).toEqual({ status: "gone" });
    expect(home.visit("/proc/4194305/ns/net", 1, look)).toEqual({ status: "gone" });
    expect(look).not.toHaveBeenCalled();
    home.close();
  });

  it("says what the kernel refused", () => {
    const home = openHome(callsThatAnswer("EPERM"));
    expect(home.visit(OWN_PATH, ownInode(), () => 7)).toEqual({ status: "refused", reason: "setns: EPERM" });
    home.close();
  });

  it("ends the process when the way back is closed", () => {
    const lost: string[] = [];
    const home = openHome(callsThatAnswer(null, "EPERM"), lost);
    expect(() => home.visit(OWN_PATH, ownInode(), () => 7)).toThrow("lost");
    expect(lost).toEqual(["the way back to our network namespace is closed: setns: EPERM"]);
    home.close();
  });
});
