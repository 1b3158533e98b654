import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openGauges, parseNumbers } from "./open-gauges.js";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "fourtuple-gauges-"));
  mkdirSync(join(root, "sys/fs"), { recursive: true });
  mkdirSync(join(root, "sys/net/netfilter"), { recursive: true });
  writeFileSync(join(root, "sys/fs/file-nr"), "3424\t0\t9223372036854775807\n");
});

afterEach(() => rmSync(root, { recursive: true }));

describe("openGauges", () => {
  it("reads each file anew from its start", () => {
    const gauges = openGauges(root);
    expect(gauges.read().fileNr).toEqual({ status: "ok", numbers: [3424, 0, null] });
    writeFileSync(join(root, "sys/fs/file-nr"), "7\t0\t1000\n");
    expect(gauges.read().fileNr).toEqual({ status: "ok", numbers: [7, 0, 1000] });
    gauges.close();
  });

  it("says what is absent, and finds it within sixty readings", () => {
    const gauges = openGauges(root);
    expect(gauges.read().conntrackCount).toEqual({ status: "absent" });
    writeFileSync(join(root, "sys/net/netfilter/nf_conntrack_count"), "12\n");
    const statuses = Array.from({ length: 60 }, () => gauges.read().conntrackCount.status);
    expect([statuses[0], statuses.at(-1)]).toEqual(["absent", "ok"]);
    gauges.close();
  });

  it("gives the reason of one that cannot be read", () => {
    mkdirSync(join(root, "sys/net/netfilter/nf_conntrack_max"));
    expect(openGauges(root).read().conntrackMax).toEqual({ status: "unreadable", reason: "EISDIR" });
  });
});

describe("parseNumbers", () => {
  it.each([
    ["262144\n", [262144]],
    ["", [null]],
    ["-1 x 9007199254740992 0", [null, null, null, 0]],
  ])("of %j is %j", (text, numbers) => expect(parseNumbers(text)).toEqual(numbers));
});
