import { readFile } from "node:fs/promises";
import { PortSet, parsePortRange } from "@fourtuple/core/capacity";
import { type Census, openCensus } from "@fourtuple/linux-net/sock-diag";
import type { CommandInput, CommandOutput } from "../protocol.js";

const censuses = new Map<string, Census>();

function censusOf(procRoot: string): Census {
  const census = censuses.get(procRoot) ?? openCensus({ procRoot });
  censuses.set(procRoot, census);
  return census;
}

export async function readCensus({
  procRoot,
  tier = "full",
  reserved = [],
}: CommandInput<"readCensus">): Promise<CommandOutput<"readCensus">> {
  const range = parsePortRange(await readFile("/proc/sys/net/ipv4/ip_local_port_range", "latin1"));
  const reservedPorts = new PortSet(reserved);
  const census = censusOf(procRoot);
  const listeners = await census.readListeners();
  const sockets = await census.read(tier, { range, isReserved: (port) => reservedPorts.has(port) });
  const { counts } = sockets;
  const { listening } = listeners;
  return {
    listeners,
    sockets,
    counts: counts === null || listening === null ? null : { ...counts, LISTEN: listening },
  };
}
