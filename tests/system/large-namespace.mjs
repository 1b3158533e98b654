import { fork } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";

/**
 * Runs in a process of the namespace: the agent, and what leads it out. The namespace has no network but its
 * own loopback, and a socket of the file system is reached from any.
 */
let running = null;

function leadTo(socketPath) {
  return createServer((inside) => {
    const outside = connect(socketPath);
    inside.pipe(outside).pipe(inside);
    inside.on("error", () => outside.destroy());
    outside.on("error", () => inside.destroy());
  });
}

/** @returns the agent's pid. It ends with this process at the latest: as one that is supervised. */
export async function start({ bin, socketPath, env }) {
  const relay = leadTo(socketPath);
  relay.listen(0, "127.0.0.1");
  await once(relay, "listening");
  const server = `ws://127.0.0.1:${relay.address().port}`;
  const agent = fork(bin, ["agent"], {
    env: { ...process.env, FOURTUPLE_SERVER: server, FOURTUPLE_SUPERVISED: "1", ...env },
  });
  await once(agent, "spawn");
  running = { relay, agent };
  return { pid: agent.pid };
}

export async function stop() {
  const { relay, agent } = running;
  if (agent.exitCode === null && agent.signalCode === null) {
    agent.kill("SIGTERM");
    await once(agent, "exit");
  }
  relay.close();
  return {};
}
