import { describe, expect, it } from "vitest";
import { findProgramMappings } from "./program-mappings.js";

function mapping(header: string, anonymousKb: number): string {
  return `${header}\nSize:  4 kB\nRss:  4 kB\nAnonymous:  ${anonymousKb} kB\nSwap:  0 kB\nVmFlags: rd ex mr mw me\n`;
}

describe("findProgramMappings", () => {
  it("takes unchanged private pages of files, whether they may be run or not", () => {
    const smaps =
      mapping("00400000-00402000 r-xp 00000000 fe:00 77   /usr/bin/node", 0) +
      mapping("7f0000000000-7f0000001000 r--p 00000000 fe:00 78   /usr/lib/libc.so.6", 0);
    expect(findProgramMappings(smaps)).toEqual([
      { address: 0x400000, byteLength: 0x2000 },
      { address: 0x7f0000000000, byteLength: 0x1000 },
    ]);
  });

  it("leaves alone what was changed, can be changed, is shared or has no file", () => {
    const smaps =
      mapping("00400000-00402000 r--p 00000000 fe:00 77   /usr/bin/relocated", 8) +
      mapping("00500000-00502000 rw-p 00000000 fe:00 77   /usr/bin/data", 0) +
      mapping("00600000-00602000 r--s 00000000 fe:00 79   /usr/lib/locale/archive", 0) +
      mapping("00700000-00702000 r-xp 00000000 00:00 0   [vdso]", 0) +
      mapping("00800000-00802000 r-xp 00000000 00:00 0", 0);
    expect(findProgramMappings(smaps)).toEqual([]);
  });

  it("finds nothing in a text that is none of the kernel's", () => {
    expect(findProgramMappings("")).toEqual([]);
    expect(findProgramMappings("zz-yy r-xp\nAnonymous: 0 kB\nAnonymous: 0 kB")).toEqual([]);
    expect(findProgramMappings("Anonymous:         0 kB\n".repeat(3))).toEqual([]);
  });
});
