import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type TcpState, zeroStateCounts } from "@fourtuple/core/tcp";

const STATE_OF_SS: Readonly<Record<string, TcpState>> = {
  ESTAB: "ESTABLISHED",
  "SYN-SENT": "SYN_SENT",
  "SYN-RECV": "SYN_RECV",
  "FIN-WAIT-1": "FIN_WAIT1",
  "FIN-WAIT-2": "FIN_WAIT2",
  "TIME-WAIT": "TIME_WAIT",
  UNCONN: "CLOSE",
  "CLOSE-WAIT": "CLOSE_WAIT",
  "LAST-ACK": "LAST_ACK",
  LISTEN: "LISTEN",
  CLOSING: "CLOSING",
};

/** Counts the first column of `ss -tan`; a word it does not know is an error, since ss is the witness. */
export function parseSsStates(text: string): Record<TcpState, number> {
  const counts = zeroStateCounts();
  const [header, ...rows] = text.split("\n");
  if (!header?.startsWith("State")) throw new Error(`ss: unexpected header "${header}"`);
  for (const row of rows) {
    const word = row.split(" ", 1)[0];
    if (!word) continue;
    const state = STATE_OF_SS[word];
    if (state === undefined) throw new Error(`ss: unknown state ${word}`);
    counts[state]++;
  }
  return counts;
}

/** 512 MB of text are the rows of five million sockets. */
const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

export async function countBySs(): Promise<Record<TcpState, number>> {
  const { stdout } = await promisify(execFile)("ss", ["-tan"], { maxBuffer: MAX_OUTPUT_BYTES });
  return parseSsStates(stdout);
}
