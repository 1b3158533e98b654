import { metricByName } from "@fourtuple/core/samples";

/** What the pulse tells about the sockets of the namespace, without looking at one of them; null where it does not. */
export interface SocketFigures {
  /** sockstat `TCP.inuse` + `TCP6.inuse` + `TCP.tw`: all but SYN_RECV, which only a census sees. */
  readonly sockets: number | null;
  readonly timeWait: number | null;
  readonly currEstab: number | null;
}

const ID = {
  inuse: idOf("sockstat.TCP.inuse"),
  inuse6: idOf("sockstat6.TCP6.inuse"),
  timeWait: idOf("sockstat.TCP.tw"),
  currEstab: idOf("Tcp.CurrEstab"),
};

function idOf(name: string): number {
  return metricByName(name)?.id ?? -1;
}

/** @param values by metric id, as the pulse gave them. A host without IPv6 has no sockstat6 and nothing is missing. */
export function socketFigures(values: readonly (number | null)[]): SocketFigures {
  const inuse = values[ID.inuse] ?? null;
  const timeWait = values[ID.timeWait] ?? null;
  const sockets = inuse === null || timeWait === null ? null : inuse + timeWait + (values[ID.inuse6] ?? 0);
  return { sockets, timeWait, currEstab: values[ID.currEstab] ?? null };
}
