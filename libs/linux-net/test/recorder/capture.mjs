import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import {
  ALL_BUT_LISTEN,
  createReceiveBuffer,
  decodeDatagram,
  EXT_SKMEMINFO,
  encodeDumpRequest,
  LISTEN_STATE,
  openNetlinkTransport,
} from "@fourtuple/linux-net/sock-diag";

const FILES = [
  "net/sockstat",
  "net/sockstat6",
  "net/snmp",
  "net/netstat",
  "net/tcp",
  "net/tcp6",
  "sys/net/core/somaxconn",
  "sys/net/ipv4/ip_local_port_range",
  "sys/net/ipv4/tcp_fin_timeout",
  "sys/net/ipv4/tcp_rmem",
  "sys/net/ipv4/tcp_tw_reuse",
];

const REQUESTS = {
  listeners: { states: LISTEN_STATE, ext: EXT_SKMEMINFO, seq: 1 },
  others: { states: ALL_BUT_LISTEN, ext: 0, seq: 2 },
};

async function captureDump(request) {
  const opening = await openNetlinkTransport();
  if (!opening.ok) throw new Error(opening.reason);
  const { transport } = opening;
  transport.send(encodeDumpRequest(request));
  const buffer = createReceiveBuffer();
  const datagrams = [];
  for (let end = "more"; end === "more"; ) {
    const length = transport.receive(buffer.bytes);
    if (length < 0) throw new Error(`receive: ${length}`);
    datagrams.push(Buffer.from(buffer.bytes.subarray(0, length)).toString("base64"));
    end = decodeDatagram(buffer, length, request.seq, { take: () => {} }).end;
  }
  transport.close();
  return { request, datagrams };
}

/** Runs inside the namespace. @returns raw bytes as base64, and what ss says. */
export async function capture() {
  const files = FILES.map((path) => ({ path, base64: readFileSync(`/proc/${path}`).toString("base64") }));
  const dumps = {};
  for (const [name, request] of Object.entries(REQUESTS)) dumps[name] = await captureDump(request);
  return { files, dumps, ssListeners: execFileSync("ss", ["-tlnH"], { encoding: "utf8" }) };
}
