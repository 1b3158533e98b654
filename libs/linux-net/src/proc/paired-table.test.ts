import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePairedTable } from "./paired-table.js";

describe("parsePairedTable", () => {
  it("finds each value by the name above it", () => {
    const { fields, skipped } = parsePairedTable(
      "Tcp: MaxConn CurrEstab\nTcp: -1 42\nUdp: InErrors\nUdp: 3\n",
    );
    expect(Object.fromEntries(fields)).toEqual({ "Tcp.MaxConn": -1, "Tcp.CurrEstab": 42, "Udp.InErrors": 3 });
    expect(skipped).toEqual([]);
  });

  it("gives the same for any order of the columns", () => {
    const columns = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[A-Za-z]\w{0,12}$/), fc.nat()), {
      selector: ([name]) => name,
      minLength: 1,
    });
    const write = (pairs: [string, number][]) =>
      `TcpExt: ${pairs.map(([name]) => name).join(" ")}\nTcpExt: ${pairs.map(([, value]) => value).join(" ")}\n`;
    fc.assert(
      fc.property(columns, (pairs) => {
        const { fields } = parsePairedTable(write([...pairs].reverse()));
        expect(fields).toEqual(parsePairedTable(write(pairs)).fields);
        for (const [name, value] of pairs) expect(fields.get(`TcpExt.${name}`)).toBe(value);
      }),
    );
  });

  it("drops a pair whose lengths differ, since its values could be anyone's", () => {
    const { fields, skipped } = parsePairedTable("Tcp: A B C\nTcp: 1 2\nUdp: D\nUdp: 4\n");
    expect([...fields]).toEqual([["Udp.D", 4]]);
    expect(skipped).toEqual(["Tcp: 3 names but 2 values"]);
  });

  it("finds its way again after a line without its pair", () => {
    const { fields, skipped } = parsePairedTable("Tcp: A\nUdp: D\nUdp: 4\n\nno label\nIp: F\n");
    expect([...fields]).toEqual([["Udp.D", 4]]);
    expect(skipped).toEqual([
      "Tcp: a line without its pair",
      "no label: no label",
      "Ip: a line without its pair",
    ]);
  });

  it("does not take part of a number from a file that was cut", () => {
    const { fields, skipped } = parsePairedTable("Tcp: ActiveOpens\nTcp: 123");
    expect(fields.size).toBe(0);
    expect(skipped).toHaveLength(2);
  });

  it("rounds counters past 2^53 instead of losing them", () => {
    const { fields } = parsePairedTable("IpExt: InOctets\nIpExt: 18446744073709551615\n");
    expect(fields.get("IpExt.InOctets")).toBe(2 ** 64);
  });

  it("takes any text without an exception", () => {
    const line = fc.oneof(fc.string(), fc.constantFrom("Tcp: A B", "Tcp: 1 2", "Tcp:", ":", "\r"));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { fields } = parsePairedTable(lines.join("\n"));
        expect([...fields.values()].every(Number.isInteger)).toBe(true);
      }),
    );
  });
});
