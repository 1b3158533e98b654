import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { memoryLimitFiles, parseByteLimit, parseOpenFiles, readProcessLimits } from "./process-limits.js";

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max open files            1024                 524288               files     
`;

function rootWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "fourtuple-limits-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

describe("the limits of this process", () => {
  it("are the soft limit of descriptors and the tightest cgroup", () => {
    const root = rootWith({
      "proc/self/limits": LIMITS,
      "proc/self/cgroup": "0::/system.slice/agent.service\n",
      "cgroup/system.slice/memory.max": "67108864\n",
      "cgroup/system.slice/agent.service/memory.max": "max\n",
    });
    expect(readProcessLimits(join(root, "proc"), join(root, "cgroup"))).toEqual({
      openFiles: 1024,
      memoryBytes: 67_108_864,
    });
  });

  it("are found in cgroup 1 and at the root of a container", () => {
    const root = rootWith({
      "proc/self/cgroup": "7:cpu,cpuacct:/a\n4:memory:/docker/x\n0::/\n",
      "cgroup/memory/docker/x/memory.limit_in_bytes": "33554432\n",
      "cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
      "cgroup/memory.max": "100000000\n",
    });
    expect(readProcessLimits(join(root, "proc"), join(root, "cgroup")).memoryBytes).toBe(33_554_432);
  });

  it("are null where nothing tells", () => {
    expect(readProcessLimits("/nonexistent", "/nonexistent")).toEqual({ openFiles: null, memoryBytes: null });
  });

  it.skipIf(process.platform !== "linux")("of a live process have a number of descriptors", () => {
    expect(readProcessLimits("/proc", "/sys/fs/cgroup").openFiles).toBeGreaterThan(0);
  });
});

describe("the files of the kernel", () => {
  it.each([
    [LIMITS, 1024],
    ["Max open files            unlimited            unlimited            files\n", null],
    ["", null],
    ["Max open files x y\n", null],
  ])("limits %#", (text, expected) => expect(parseOpenFiles(text)).toBe(expected));

  it.each([
    ["max\n", null],
    ["0\n", 0],
    ["9223372036854771712\n", null],
    ["12x", null],
    ["", null],
  ])("memory limit %j is %s", (text, expected) => expect(parseByteLimit(text)).toBe(expected));

  it("name every cgroup up to the root", () => {
    expect(memoryLimitFiles("0::/a/b\n")).toEqual(["/a/b/memory.max", "/a/memory.max", "/memory.max"]);
    expect(memoryLimitFiles("0::/../outside\nnonsense\n1:cpu:/a\n")).toEqual([]);
  });
});
