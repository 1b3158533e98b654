/**
 * The bytes of a census's lists, version 1.
 *
 *   byte 0    version
 *   varints   flags, atMs, [both ends of the port range], usable ports (0 for null, else one more), without cgroup
 *   lists     destinations, local ports, peers, cgroups; each: how many entries, the entries, the rest, its keys
 *
 * Flags: 1,2 the tier · 4 partial · 8 the port range is known · 16, 32, 64, 128 the keys of each list are
 * a lower bound.
 */
export const TOP_LISTS_VERSION = 1;

export const FLAG = { TIER: 3, PARTIAL: 4, PORT_RANGE: 8, FIRST_KEYS_BOUND: 16 } as const;
export const MAX_FLAGS = 255;

/** More than TOP_LIST_LENGTH, so that a newer agent may send longer lists. */
export const MAX_LIST_ENTRIES = 200;
