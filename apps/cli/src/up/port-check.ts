import { createServer } from "node:net";
import { CliError } from "../cli-error.js";
import { findPortOwner } from "./port-owner.js";

/** Fails with one sentence when nothing can listen on this address. */
export async function assertPortIsFree(host: string, port: number): Promise<void> {
  const code = await tryListen(host, port);
  if (code === null) return;
  const owner = code === "EADDRINUSE" ? findPortOwner(port) : null;
  throw new CliError(describeListenFailure(code, host, port, owner));
}

function tryListen(host: string, port: number): Promise<string | null> {
  const server = createServer();
  return new Promise((settle) => {
    server.once("error", (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => settle(null)));
  });
}

/** The sentence for an address that cannot be listened on. */
export function describeListenFailure(
  code: string,
  host: string,
  port: number,
  owner: string | null,
): string {
  // Ports below 1024 are for privileged programs.
  const other = port >= 1024 && port < 65_535 ? port + 1 : 4680;
  const choose = `choose another port, for example FOURTUPLE_PORT=${other}`;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} on ${host} is already in use${owner === null ? "" : ` by ${owner}`}; stop that program or ${choose}.`;
    case "EACCES":
      return `This user may not listen on port ${port} of ${host}; ${choose}.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `FOURTUPLE_HOST is ${host}, which is no address of this machine; use 127.0.0.1, or 0.0.0.0 for every interface.`;
    default:
      return `Cannot listen on port ${port} of ${host} (${code}); ${choose}.`;
  }
}
