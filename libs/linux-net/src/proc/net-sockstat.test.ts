import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNetSockstat, parseNetSockstat6, readNetSockstat } from "./net-sockstat.js";

const REAL = `sockets: used 17
TCP: inuse 1 orphan 0 tw 3 alloc 1 mem 309
UDP: inuse 0 mem 0
FRAG: inuse 0 memory 0
`;

describe("parseNetSockstat", () => {
  it("keys every value by its label and name", () => {
    const { fields, skipped } = parseNetSockstat(REAL);
    expect(fields.get("sockets.used")).toBe(17);
    expect(fields.get("TCP.tw")).toBe(3);
    expect(fields.get("TCP.mem")).toBe(309);
    expect(fields.get("FRAG.memory")).toBe(0);
    expect(skipped).toEqual([]);
  });

  it("finds values wherever they stand in the line", () => {
    expect(parseNetSockstat("TCP: mem 7 new 1 tw 2\n").fields.get("TCP.tw")).toBe(2);
  });

  it("reads the IPv6 form", () => {
    expect(parseNetSockstat6("TCP6: inuse 12\n").fields.get("TCP6.inuse")).toBe(12);
  });

  it("takes lines that end in CR LF", () => {
    expect(parseNetSockstat("TCP: inuse 4\r\n")).toEqual({
      fields: new Map([["TCP.inuse", 4]]),
      skipped: [],
    });
  });

  it("does not trust a last line without its newline", () => {
    const { fields, skipped } = parseNetSockstat("TCP: inuse 1 orphan 0 tw 12");
    expect(fields.size).toBe(0);
    expect(skipped).toEqual(["last line cut off: TCP: inuse 1 orphan 0 tw 12"]);
  });

  it("names what is no number and keeps the rest", () => {
    const { fields, skipped } = parseNetSockstat("TCP: inuse x tw 2 mem\n");
    expect([...fields]).toEqual([["TCP.tw", 2]]);
    expect(skipped).toEqual(['TCP.inuse: "x" is not a whole number', 'TCP.mem: "" is not a whole number']);
  });

  it("keeps the first of two equal names and says so", () => {
    const { fields, skipped } = parseNetSockstat("TCP: tw 2 tw 9\n");
    expect(fields.get("TCP.tw")).toBe(2);
    expect(skipped).toEqual(["TCP.tw: given twice"]);
  });

  it("keeps the list of reasons short, whatever the file", () => {
    const { skipped } = parseNetSockstat("no label here at all\n".repeat(5000));
    expect(skipped).toHaveLength(21);
    expect(skipped.at(-1)).toBe("and 4980 more");
    expect(Math.max(...skipped.map((reason) => reason.length))).toBeLessThanOrEqual(80);
  });

  it("takes any text without an exception and yields whole numbers only", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { fields } = parseNetSockstat(text);
        expect([...fields.values()].every(Number.isInteger)).toBe(true);
      }),
    );
  });
});

describe("readNetSockstat", () => {
  it("tells an absent file from an unreadable one", () => {
    expect(readNetSockstat("/nowhere")).toEqual({ status: "absent" });
    expect(readNetSockstat("/dev/null")).toEqual({ status: "unreadable", reason: "ENOTDIR" });
  });
});
