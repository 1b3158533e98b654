import { holdEstablished, leaveTimeWait } from "@fourtuple/testkit/namespaces";

/** Descriptors an actor keeps for itself, of its limit. */
const SPARE_DESCRIPTORS = 500;
/** Connections per listener: well below the 28,232 ephemeral ports that one destination has. */
const PER_LISTENER = 4_000;

function splitEvenly(total, most) {
  const parts = Math.ceil(total / most);
  return Array.from({ length: parts }, (_, index) => Math.floor((total + index) / parts));
}

async function holdIn(namespace, pairs) {
  const perActor = Math.floor((namespace.descriptorLimit - SPARE_DESCRIPTORS) / 2);
  for (const share of splitEvenly(pairs, perActor)) {
    const actor = await namespace.addActor();
    for (const part of splitEvenly(share, PER_LISTENER)) await holdEstablished(actor, part);
  }
}

/** TIME_WAIT last: each lives sixty seconds, and the measuring has to fit into them. */
async function leaveIn(namespace, count) {
  const actor = await namespace.addActor();
  const most = Math.min(PER_LISTENER, Math.floor((namespace.descriptorLimit - SPARE_DESCRIPTORS) / 2));
  for (const part of splitEvenly(count, most)) await leaveTimeWait(actor, part);
}

/**
 * Makes real TCP connections over loopback in worker processes of the namespace: `established` sockets
 * (two per connection) and `timeWait` ones.
 */
export async function populate(namespace, { established, timeWait }) {
  await holdIn(namespace, established / 2);
  await leaveIn(namespace, timeWait);
}
