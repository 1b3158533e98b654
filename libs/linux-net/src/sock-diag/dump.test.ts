import { describe, expect, it } from "vitest";
import { writeErrno, writeSocket } from "../../test/netlink-messages.js";
import { ScriptedTransport, type Step } from "../../test/scripted-transport.js";
import { StateSink } from "../../test/state-sink.js";
import { CpuMeter } from "../census/cpu-meter.js";
import { type DumpOutcome, runDump } from "./dump.js";
import { ALL_BUT_LISTEN, NLMSG_DONE, TCPDIAG_GETSOCK } from "./protocol.js";
import { createReceiveBuffer } from "./receive-buffer.js";
import type { SockDiagTransport } from "./transport.js";

const socket = { type: TCPDIAG_GETSOCK, payload: writeSocket(1) };
const done = { type: NLMSG_DONE, payload: writeErrno(0) };

async function run(transport: SockDiagTransport): Promise<{ outcome: DumpOutcome; sockets: number }> {
  const sink = new StateSink();
  const outcome = await runDump({
    transport,
    buffer: createReceiveBuffer(),
    seq: 3,
    states: ALL_BUT_LISTEN,
    ext: 0,
    sink,
    cpu: new CpuMeter(),
  });
  return { outcome, sockets: sink.tally.totals().sockets };
}

const runSteps = (...steps: Step[]) => run(new ScriptedTransport([steps]));

describe("runDump", () => {
  it("takes one datagram after another up to the end", async () => {
    expect(await runSteps([socket, socket], [socket], [done])).toEqual({
      outcome: { status: "done", interrupted: false, malformed: 0 },
      sockets: 3,
    });
  });

  it("adds up what was garbled and keeps that it was interrupted", async () => {
    const short = { type: TCPDIAG_GETSOCK, payload: new Uint8Array(10) };
    const { outcome } = await runSteps([{ ...socket, flags: 0x12 }, short], [short], [done]);
    expect(outcome).toEqual({ status: "done", interrupted: true, malformed: 2 });
  });

  it("does not ask for an answer to a request that was not sent", async () => {
    const transport: SockDiagTransport = {
      send: () => -105,
      receive: () => {
        throw new Error("nothing was asked for");
      },
      close: () => {},
    };
    expect((await run(transport)).outcome).toEqual({ status: "failed", reason: "send: ENOBUFS" });
  });

  it("names the errno of a receive that failed half way", async () => {
    const { outcome, sockets } = await runSteps([socket], -105);
    expect(outcome).toEqual({ status: "failed", reason: "receive: ENOBUFS" });
    expect(sockets).toBe(1);
  });

  it("gives up on a dump that never ends", async () => {
    const endless: SockDiagTransport = {
      send: (request) => request.length,
      receive: () => 1,
      close: () => {},
    };
    expect((await run(endless)).outcome).toEqual({
      status: "failed",
      reason: "the dump did not end within 65536 receives",
    });
  });
});
