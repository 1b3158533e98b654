import { TCP_STATES, type TcpState } from "@fourtuple/core/tcp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadFile, spoiltFile } from "../../test/spoil.js";
import { MAX_LISTENERS } from "../sockets/listener-socket.js";
import { NetTcpParser, parseNetTcp } from "./net-tcp.js";

const files = [...loadFile("net/tcp"), ...loadFile("net/tcp6")];
const spoilt = spoiltFile(files);
const LONGEST_LINE = 64 * 1024;
const bytesOf = (text: string) => Buffer.from(text, "latin1");

/** Lines, a last one without its end included. */
function countLines(text: string): number {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.length - 1 : lines.length;
}

/** A first line that is longer than any row is a bad line, whatever it says. */
function hasHeader(text: string): boolean {
  const end = text.indexOf("\n");
  return end >= 0 && end < LONGEST_LINE && text.slice(0, end).includes("local_address");
}

function sumOf(counts: Readonly<Record<TcpState, number>>): number {
  return TCP_STATES.reduce((sum, state) => sum + counts[state], 0);
}

describe("/proc/net/tcp that is not what it should be", () => {
  it("there are files to spoil, and they are good ones", () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((text) => parseNetTcp(bytesOf(text), true).badLines === 0).length).toBeGreaterThan(8);
  });

  it("every line is a socket, a bad line or the header, and none is two of these", () => {
    fc.assert(
      fc.property(spoilt, ({ text }) => {
        const { counts, sockets, unknown, badLines } = parseNetTcp(bytesOf(text), true);
        const header = hasHeader(text) ? 1 : 0;
        // A file without a line is one bad line: the kernel always writes the header.
        expect(sockets + badLines + header).toBe(Math.max(1, countLines(text)));
        expect(sumOf(counts) + unknown).toBe(sockets);
      }),
      { numRuns: 1500 },
    );
  });

  it("listeners are as many as are counted, with addresses, ports and queues that can be", () => {
    fc.assert(
      fc.property(spoilt, fc.boolean(), ({ text }, littleEndian) => {
        const { counts, listeners, listenersOmitted } = parseNetTcp(bytesOf(text), littleEndian);
        expect(listeners.length + listenersOmitted).toBe(counts.LISTEN);
        expect(listeners.length).toBeLessThanOrEqual(MAX_LISTENERS);
        for (const { address, port, acceptQueue, uid } of listeners) {
          expect(address).toMatch(/^[\d.]{7,15}$|^[\da-f:.]{2,39}$/);
          expect([port <= 65_535, acceptQueue <= 0xffff_ffff, Number.isSafeInteger(uid)]).toEqual([
            true,
            true,
            true,
          ]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("says the same in whatever pieces the file comes", () => {
    fc.assert(
      fc.property(spoilt, fc.infiniteStream(fc.integer({ min: 1, max: 5000 })), ({ text }, sizes) => {
        const bytes = bytesOf(text);
        let rows = 0;
        const parser = new NetTcpParser({ take: () => ++rows > 0 }, true);
        for (let offset = 0; offset < bytes.length; ) {
          const room = parser.free();
          const piece = bytes.subarray(offset, offset + Math.min(sizes.next().value ?? 1, room.length));
          room.set(piece);
          parser.advance(piece.length);
          offset += piece.length;
        }
        parser.endFile();
        const whole = parseNetTcp(bytes, true);
        expect([rows, parser.badLines]).toEqual([whole.sockets, whole.badLines]);
      }),
      { numRuns: 300 },
    );
  });

  it("a bad file leaves nothing behind for the file after it", () => {
    const [good = ""] = files;
    const alone = parseNetTcp(bytesOf(good), true);
    fc.assert(
      fc.property(spoilt, ({ text }) => {
        let rows = 0;
        const parser = new NetTcpParser({ take: () => ++rows > 0 }, true);
        feed(parser, bytesOf(text));
        const [rowsBefore, badBefore] = [rows, parser.badLines];
        feed(parser, bytesOf(good));
        expect([rows - rowsBefore, parser.badLines - badBefore]).toEqual([alone.sockets, alone.badLines]);
      }),
      { numRuns: 500 },
    );
  });

  it("a sink that has enough is given nothing more, of this file", () => {
    fc.assert(
      fc.property(spoilt, fc.integer({ min: 1, max: 4 }), ({ text }, enough) => {
        let rows = 0;
        const parser = new NetTcpParser({ take: () => ++rows < enough }, true);
        feed(parser, bytesOf(text));
        expect(rows).toBe(Math.min(enough, parseNetTcp(bytesOf(text), true).sockets));
      }),
      { numRuns: 300 },
    );
  });

  it("a file that never ends a line takes no more memory than one that does", () => {
    const parser = new NetTcpParser({ take: () => true }, true);
    for (let megabytes = 0; megabytes < 32 * 16; megabytes++) {
      const room = parser.free();
      room.fill(0x30);
      parser.advance(room.length);
    }
    parser.endFile();
    expect(parser.badLines).toBe(1);
  });
});

function feed(parser: NetTcpParser, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length && !parser.satisfied; ) {
    const room = parser.free();
    const piece = bytes.subarray(offset, offset + room.length);
    room.set(piece);
    parser.advance(piece.length);
    offset += piece.length;
  }
  parser.endFile();
}
