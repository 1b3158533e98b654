import type { CensusSource } from "@fourtuple/core/samples";

export type Values = Readonly<Record<string, number | null>>;

/**
 * Two ways of counting the same sockets, side by side. `because` is why they may differ:
 * `minisockets` FIN_WAIT2 sockets without an owner are kept as TIME_WAIT minisockets and count in `tw`
 * (net/ipv4/tcp_minisocks.c); `moments` the two files are read one after the other.
 */
export interface Reconciliation {
  readonly id: "time-wait" | "established";
  readonly census: number;
  readonly kernel: number;
  readonly because: "equal" | "minisockets" | "moments" | "unexplained";
}

/** What may change between two reads of one second: judgement, 1 % and at least 3 sockets. */
const drift = (count: number) => Math.max(3, Math.ceil(count / 100));

function compareTimeWait(values: Values): Reconciliation | null {
  const census = values["states.TIME_WAIT"] ?? null;
  const kernel = values["sockstat.TCP.tw"] ?? null;
  if (census === null || kernel === null) return null;
  const extra = kernel - census;
  // An agent that tells them apart does so exactly; of another, any of its FIN_WAIT2 may be one.
  const minis = values["census.finWait2InTimeWait"] ?? values["states.FIN_WAIT2"] ?? 0;
  const compare = (because: Reconciliation["because"]) =>
    ({ id: "time-wait", census, kernel, because }) as const;
  if (extra === 0) return compare("equal");
  if (extra > 0 && extra <= minis) return compare("minisockets");
  const beyond = extra > 0 ? extra - minis : -extra;
  return compare(beyond <= drift(kernel) ? "moments" : "unexplained");
}

/** Tcp.CurrEstab counts ESTABLISHED and CLOSE_WAIT together (RFC 4022 tcpCurrEstab). */
function compareEstablished(values: Values): Reconciliation | null {
  const established = values["states.ESTABLISHED"] ?? null;
  const closeWait = values["states.CLOSE_WAIT"] ?? null;
  const kernel = values["Tcp.CurrEstab"] ?? null;
  if (established === null || closeWait === null || kernel === null) return null;
  const census = established + closeWait;
  const apart = Math.abs(census - kernel);
  const because = apart === 0 ? "equal" : apart <= drift(kernel) ? "moments" : "unexplained";
  return { id: "established", census, kernel, because };
}

/** @returns nothing where there is no census to compare, never a comparison with a guess */
export function reconcile(values: Values, source: CensusSource): Reconciliation[] {
  if (source === "none") return [];
  return [compareTimeWait(values), compareEstablished(values)].filter((line) => line !== null);
}
