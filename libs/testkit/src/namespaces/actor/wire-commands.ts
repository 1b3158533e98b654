import type { CommandInput, CommandOutput } from "../protocol.js";
import { type Peer, Peers } from "./peers.js";

let peers: Peers | null = null;
const groups = new Map<number, readonly Peer[]>();
let lastGroup = 0;

function openedPeers(): Peers {
  if (peers === null) throw new Error("there is no wire: openWire comes first");
  return peers;
}

function groupOf(id: number): readonly Peer[] {
  const group = groups.get(id);
  if (group === undefined) throw new Error(`no peers ${id}`);
  return group;
}

function connectPeers({
  port,
  count,
  acknowledge,
}: CommandInput<"connectPeers">): CommandOutput<"connectPeers"> {
  const beyond = openedPeers();
  const before = beyond.fetch().synAcks;
  const group = beyond.sendSyns(port, count);
  const answered = beyond.fetch().synAcks - before;
  if (acknowledge) beyond.send(group, { acknowledge: true });
  lastGroup++;
  groups.set(lastGroup, group);
  return { peers: lastGroup, answered };
}

function sendAsPeers({ peers: id, ...segment }: CommandInput<"sendAsPeers">): CommandOutput<"sendAsPeers"> {
  const beyond = openedPeers();
  const group = groupOf(id);
  const before = beyond.fetch().resets;
  beyond.send(group, segment);
  return { sent: group.length, resets: beyond.fetch().resets - before };
}

/** The commands of the hosts beyond the wire. */
export const wireHandlers = {
  openWire: () => {
    peers ??= new Peers();
    return { address: "10.99.0.1", silentAddress: "10.99.255.254" };
  },
  connectPeers,
  sendAsPeers,
};
