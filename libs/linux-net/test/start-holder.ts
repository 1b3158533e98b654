import { spawn } from "node:child_process";
import { once } from "node:events";

/** Holds connections in a network namespace of its own user namespace, until its standard input ends. */
const PROGRAM = `
  const { execFileSync } = require("node:child_process");
  const { connect, createServer } = require("node:net");
  execFileSync("ip", ["link", "set", "lo", "up"]);
  let left = 2 * Number(process.argv[1]);
  const ready = () => --left === 0 && process.stdout.write("ready\\n");
  const server = createServer(ready).listen(0, "127.0.0.1", () => {
    for (let n = 0; n < Number(process.argv[1]); n++) connect(server.address().port, "127.0.0.1", ready);
  });
  process.stdin.resume().once("end", () => process.exit(0));
`;

export interface Holder {
  readonly pid: number;
  close(): Promise<void>;
}

/** Starts it as another user, who may then see it and may not enter. */
export async function startHolder({
  uid,
  connections,
}: {
  readonly uid: number;
  readonly connections: number;
}): Promise<Holder> {
  const flags = ["--user", "--map-root-user", "--net"];
  const child = spawn("unshare", [...flags, process.execPath, "--eval", PROGRAM, String(connections)], {
    uid,
    gid: uid,
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    pid: child.pid ?? 0,
    close: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}
