import { zeroStateCounts } from "@fourtuple/core/tcp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNetTcp } from "./net-tcp.js";

const HEADER =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

interface Row {
  readonly slot: number;
  readonly local?: string;
  readonly state?: string;
  readonly rxQueue?: string;
  readonly uid?: number;
}

function write({ slot, local = "0100007F:1F90", state = "01", rxQueue = "00000000", uid = 0 }: Row): string {
  const remote = local.length > 13 ? `${"0".repeat(32)}:0000` : "00000000:0000";
  return `${`${slot}`.padStart(4)}: ${local} ${remote} ${state} 00000000:${rxQueue} 00:00000000 00000000 ${`${uid}`.padStart(5)}        0 57737 1 000000005b2159c9 100 0 0 10 0\n`;
}

const parse = (text: string) => parseNetTcp(Buffer.from(text, "latin1"), true);

describe("parseNetTcp", () => {
  it("counts states and describes listeners of both families", () => {
    const result = parse(
      HEADER +
        write({ slot: 0, local: "00000000:0016", state: "0A", rxQueue: "00000009", uid: 33 }) +
        write({ slot: 1, local: "00000000000000000000000001000000:01BB", state: "0A" }) +
        write({ slot: 2, local: "0000000000000000FFFF00000100007F:01BB" }) +
        write({ slot: 3, state: "06" }),
    );
    expect(result).toEqual({
      counts: { ...zeroStateCounts(), LISTEN: 2, ESTABLISHED: 1, TIME_WAIT: 1 },
      sockets: 4,
      unknown: 0,
      badLines: 0,
      listenersOmitted: 0,
      listeners: [
        { address: "0.0.0.0", port: 22, acceptQueue: 9, backlog: null, drops: null, uid: 33 },
        { address: "::1", port: 443, acceptQueue: 0, backlog: null, drops: null, uid: 0 },
      ],
    });
  });

  it("reads the words of a big-endian machine as that machine prints them", () => {
    const bytes = Buffer.from(HEADER + write({ slot: 0, local: "7F000001:0050", state: "0A" }));
    expect(parseNetTcp(bytes, false).listeners[0]).toMatchObject({ address: "127.0.0.1", port: 80 });
  });

  it.each([
    ["a last line without its newline", write({ slot: 1 }).trimEnd()],
    [
      "a missing column",
      "   1: 0100007F:1F90 00000000:0000 01 00000000:00000000 00:00000000 00000000     0\n",
    ],
    ["a digit that is not hex", write({ slot: 1, local: "010G007F:1F90" })],
    ["an address of a wrong length", write({ slot: 1, local: "0100007:1F90" })],
    ["NULs", `${"\0".repeat(120)}\n`],
    ["an empty line", "\n"],
    ["a repeated row", write({ slot: 0 })],
    ["a row stuck to another", write({ slot: 1 }).replace("57737", `57737x${write({ slot: 2 }).trim()}`)],
    ["a line longer than any row", `${"1".repeat(10_000_000)}\n`],
    ["a line longer than any row, without an end", "1".repeat(200_000)],
  ])("counts %s as one bad line and nothing else", (_, line) => {
    const result = parse(HEADER + write({ slot: 0 }) + line);
    expect(result.badLines).toBe(1);
    expect(result.sockets).toBe(1);
  });

  it("goes on after a bad line", () => {
    const { counts, badLines } = parse(
      `${HEADER}garbage\n${write({ slot: 0 })}${"x".repeat(70_000)}\n${write({ slot: 1 })}`,
    );
    expect(counts.ESTABLISHED).toBe(2);
    expect(badLines).toBe(2);
  });

  it("takes an empty file for a bad one and a header alone for no socket", () => {
    expect(parse("")).toMatchObject({ sockets: 0, badLines: 1 });
    expect(parse(HEADER)).toMatchObject({ sockets: 0, badLines: 0 });
  });

  it("takes rows without a header and lines that end in CR LF", () => {
    expect(parse(write({ slot: 0 }))).toMatchObject({ sockets: 1, badLines: 0 });
    expect(parse((HEADER + write({ slot: 0 })).replaceAll("\n", "\r\n"))).toMatchObject({
      sockets: 1,
      badLines: 0,
    });
  });

  it("keeps a state it does not know apart", () => {
    expect(parse(HEADER + write({ slot: 0, state: "0E" }))).toMatchObject({
      sockets: 1,
      unknown: 1,
      badLines: 0,
    });
  });

  it("counts 100,000 rows, whatever piece they come in", () => {
    let text = HEADER;
    for (let slot = 0; slot < 100_000; slot++) text += write({ slot, state: slot % 4 === 0 ? "06" : "01" });
    const { counts, badLines } = parse(text);
    expect(counts).toEqual({ ...zeroStateCounts(), TIME_WAIT: 25_000, ESTABLISHED: 75_000 });
    expect(badLines).toBe(0);
  });

  it("takes any bytes without an exception, and never more sockets than lines", () => {
    const whole =
      HEADER + write({ slot: 0 }) + write({ slot: 1, state: "0A" }) + write({ slot: 2, state: "06" });
    const spoil = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(spoil, { maxLength: 6 }), (spoils) => {
        const bytes = Buffer.from(whole);
        for (const [place, value] of spoils) bytes[place] = value;
        const { sockets, badLines } = parseNetTcp(bytes);
        expect(sockets).toBeLessThanOrEqual(bytes.toString("latin1").split("\n").length);
        expect(badLines).toBeGreaterThanOrEqual(0);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => parseNetTcp(bytes).badLines > 0));
  });
});
