import { readBounded } from "../proc/read-bounded.js";
import { errnoName } from "../sock-diag/transport.js";
import { findProgramMappings } from "./program-mappings.js";

/** asm-generic/mman-common.h. MADV_PAGEOUT would do too, but only for files that the process may write to. */
const MADV_DONTNEED = 4;
/** A Node process has some 300 mappings of 700 bytes each in the file; past this something else is going on (judgement). */
const MAX_SMAPS_BYTES = 4 * 1024 * 1024;

export type Release =
  | { readonly ok: true; readonly releasedBytes: number }
  | { readonly ok: false; readonly reason: string };

/**
 * Unmaps the pages of programs and libraries that were needed to start and hardly ever after: most of what
 * a Node process holds. They stay in the page cache, and one that is needed comes back by a minor fault.
 * What malloc holds on to goes with them. `releasedBytes` is the address space that was named, not what it held.
 */
export async function releaseProgramPages(): Promise<Release> {
  const smaps = readBounded("/proc/self/smaps", MAX_SMAPS_BYTES);
  if (smaps.status !== "ok") return { ok: false, reason: `/proc/self/smaps is ${smaps.status}` };
  if (smaps.cut) return { ok: false, reason: `/proc/self/smaps is longer than ${MAX_SMAPS_BYTES} bytes` };
  try {
    const libc = await loadLibc();
    libc.trim();
    return release(findProgramMappings(smaps.text), libc);
  } catch (error) {
    return { ok: false, reason: `libc cannot be called: ${error instanceof Error ? error.message : error}` };
  }
}

interface Libc {
  /** Gives back what malloc keeps free; not every libc can. */
  trim(): void;
  advise(address: number, byteLength: number, advice: number): number;
  errno(): number;
}

async function loadLibc(): Promise<Libc> {
  const { default: koffi } = await import("koffi");
  const libc = koffi.load(null);
  return {
    trim: () => {
      try {
        libc.func("int malloc_trim(size_t)")(0);
      } catch {
        // musl has none, and keeps little.
      }
    },
    advise: libc.func("int madvise(uintptr_t, size_t, int)"),
    errno: () => koffi.errno(),
  };
}

function release(mappings: ReturnType<typeof findProgramMappings>, libc: Libc): Release {
  let releasedBytes = 0;
  for (const { address, byteLength } of mappings) {
    if (libc.advise(address, byteLength, MADV_DONTNEED) !== 0) {
      return { ok: false, reason: `madvise: ${errnoName(libc.errno())}` };
    }
    releasedBytes += byteLength;
  }
  return { ok: true, releasedBytes };
}
