import { holdEstablished, leaveTimeWait, pileCloseWait } from "@fourtuple/testkit/namespaces";

/** Descriptors an actor keeps for itself, of its limit. */
const SPARE_DESCRIPTORS = 500;
/** Connections per listener: well below the 28,232 ephemeral ports that one destination has. */
const PER_LISTENER = 2_000;

function splitEvenly(total, most) {
  const parts = Math.ceil(total / most);
  return Array.from({ length: parts }, (_, index) => Math.floor((total + index) / parts));
}

/** Every listener has an address of its own, so that there are as many destinations and peers. */
function addressBook() {
  let next = 0;
  return () => {
    next += 1;
    return { address: `127.8.${next >> 8}.${next & 255}` };
  };
}

async function eachShare(namespace, pairs, make) {
  const perActor = Math.floor((namespace.descriptorLimit - SPARE_DESCRIPTORS) / 2);
  for (const share of splitEvenly(pairs, perActor)) {
    const actor = await namespace.addActor();
    for (const part of splitEvenly(share, PER_LISTENER)) await make(actor, part);
  }
}

/**
 * Makes real TCP connections over loopback in worker processes of the namespace: `established` and `leaked`
 * sockets (two to a connection; half of the leaked are CLOSE_WAIT, half FIN_WAIT2) and `timeWait` ones, these
 * last, since each lives sixty seconds and the measuring has to fit into them.
 */
export async function populate(namespace, { established, leaked, timeWait }) {
  const nextAddress = addressBook();
  await eachShare(namespace, established / 2, (actor, count) => holdEstablished(actor, count, nextAddress()));
  await eachShare(namespace, leaked / 2, (actor, count) => pileCloseWait(actor, count, nextAddress()));
  const actor = await namespace.addActor();
  for (const part of splitEvenly(timeWait, PER_LISTENER)) await leaveTimeWait(actor, part, nextAddress());
}
