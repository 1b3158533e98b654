import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spoiltFile } from "../../test/spoil.js";
import { findNamespaceMounts } from "./mount-info.js";

const texts = [
  "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw\n43 42 0:4 net:[4026532177] /run/netns/blue rw shared:2 - nsfs nsfs rw\n",
  "43 42 0:4 net:[4026532177] /run/netns/a\\040b rw - nsfs nsfs rw\n44 42 0:4 mnt:[4026532178] /run/x rw - nsfs nsfs rw\n",
];

describe("/proc/self/mountinfo that is not what it should be", () => {
  it("gives whole inodes and paths, one at most for each line", () => {
    fc.assert(
      fc.property(spoiltFile(texts), ({ text }) => {
        const mounts = findNamespaceMounts(text);
        expect(mounts.length).toBeLessThanOrEqual(text.split("\n").length);
        for (const { inode, path } of mounts) {
          expect(Number.isSafeInteger(inode) && inode >= 0).toBe(true);
          expect(path).not.toBe("");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is read in no time when a line never ends", () => {
    expect(
      findNamespaceMounts(`43 42 0:4 net:[4026532177] /run/netns/a ${"- nsf ".repeat(100_000)}`),
    ).toEqual([]);
  });
});
