import type {
  CgroupEntry,
  DestinationEntry,
  LocalPortEntry,
  PeerEntry,
  TopList,
} from "@fourtuple/core/samples";
import { formatAddress, IPV6_KEY } from "./address-key.js";
import type { CountTable } from "./count-table.js";
import { AGE_CELLS, AGES_CELL, OCCUPIED_CELL } from "./flow-table.js";
import { INBOUND_CELL, type SocketAggregate } from "./socket-aggregate.js";
import { listTop } from "./top-list.js";

export interface Tops {
  readonly destinations: TopList<DestinationEntry>;
  readonly localPorts: TopList<LocalPortEntry>;
  readonly peers: TopList<PeerEntry>;
  /** Without their paths. */
  readonly cgroups: TopList<CgroupEntry>;
  readonly withoutCgroup: number;
}

const PORT_MASK = IPV6_KEY - 1;

function readAges({ records, cellsAt }: CountTable, record: number): number[] {
  const at = record + cellsAt + AGES_CELL;
  return Array.from(records.subarray(at, at + AGE_CELLS));
}

function listDestinations({ destinations: table, knowsRange }: SocketAggregate): Tops["destinations"] {
  return listTop(table, (record, counted) => ({
    ...counted,
    sourceAddress: formatAddress(table.records, record + 1, 0),
    address: formatAddress(table.records, record + 1, 1),
    port: (table.records[record + 1] ?? 0) & PORT_MASK,
    occupiedPorts: knowsRange ? (table.records[record + table.cellsAt + OCCUPIED_CELL] ?? 0) : null,
    timeWaitAges: readAges(table, record),
  }));
}

function listLocalPorts({ localPorts: table }: SocketAggregate): Tops["localPorts"] {
  return listTop(table, (record, counted) => ({
    ...counted,
    port: table.records[record + 1] ?? 0,
    timeWaitAges: readAges(table, record),
  }));
}

function listPeers({ peers: table }: SocketAggregate): Tops["peers"] {
  return listTop(table, (record, counted) => ({
    ...counted,
    address: formatAddress(table.records, record + 1, 0),
    inbound: table.records[record + table.cellsAt + INBOUND_CELL] ?? 0,
  }));
}

/** The two words of an id as they lay in the message, so that this machine's byte order puts them together. */
function readCgroupId({ records }: CountTable, record: number): string {
  const [id = 0n] = new BigUint64Array(records.slice(record + 1, record + 3).buffer);
  return id.toString();
}

function listCgroups({ cgroups: table }: SocketAggregate): Tops["cgroups"] {
  return listTop(table, (record, counted) => ({ ...counted, id: readCgroupId(table, record), path: null }));
}

/** @returns who holds the sockets of a census that has come to its end and is settled. */
export function describeTops(aggregate: SocketAggregate): Tops {
  return {
    destinations: listDestinations(aggregate),
    localPorts: listLocalPorts(aggregate),
    peers: listPeers(aggregate),
    cgroups: listCgroups(aggregate),
    withoutCgroup: (aggregate.peers.whole[0] ?? 0) - (aggregate.cgroups.whole[0] ?? 0),
  };
}
