import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spoiltFile } from "../../test/spoil.js";
import { findNamespaceMounts } from "./mount-info.js";

const MOUNTINFO = `22 1 0:5 / /dev rw,relatime - devtmpfs devtmpfs rw
43 42 0:4 net:[4026532177] /run/netns/blue rw shared:2 - nsfs nsfs rw
44 42 0:4 net:[4026532178] /run/docker/netns/1c2d rw - nsfs nsfs rw
45 42 0:4 mnt:[4026532179] /run/snapd/ns/x.mnt rw - nsfs nsfs rw
46 42 0:4 net:[4026532180] /srv/a\\040b\\134c rw shared:2 master:1 - nsfs nsfs rw
47 42 0:4 net:[4026532181] /srv/\xc3\xa9//deleted rw - nsfs nsfs rw
`;

describe("findNamespaceMounts", () => {
  it("finds the network namespaces among all mounts, with their paths as they are", () => {
    expect(findNamespaceMounts(MOUNTINFO)).toEqual([
      { inode: 4026532177, path: "/run/netns/blue" },
      { inode: 4026532178, path: "/run/docker/netns/1c2d" },
      { inode: 4026532180, path: "/srv/a b\\c" },
      { inode: 4026532181, path: "/srv/é//deleted" },
    ]);
  });

  it.each([
    "",
    "\n\n",
    "x".repeat(100_000),
    "43 42 0:4 net:[] /a - nsfs n",
    "43 42 0:4 net:[1]",
    "\0\xff net:[1] - nsfs ",
  ])("passes over lines that are none", (text) => {
    expect(findNamespaceMounts(text)).toEqual([]);
  });

  it("gives whole inodes and paths for any bytes", () => {
    fc.assert(
      fc.property(spoiltFile([MOUNTINFO]), ({ text }) => {
        for (const { inode, path } of findNamespaceMounts(text)) {
          expect(Number.isSafeInteger(inode)).toBe(true);
          expect(path.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});
