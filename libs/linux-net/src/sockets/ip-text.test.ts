import { SocketAddress } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatIpv4, formatIpv6 } from "./ip-text.js";

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

describe("formatIpv4", () => {
  it("prints the bytes in order, from any offset", () => {
    expect(formatIpv4(bytesOf("00007f000001"), 2)).toBe("127.0.0.1");
    expect(formatIpv4(bytesOf("00000000"), 0)).toBe("0.0.0.0");
  });
});

describe("formatIpv6", () => {
  it.each([
    ["00000000000000000000000000000000", "::"],
    ["00000000000000000000000000000001", "::1"],
    ["fe800000000000000000000000000001", "fe80::1"],
    ["20010db8000000010000000000000001", "2001:db8:0:1::1"],
    ["20010db8000000000001000000000000", "2001:db8:0:0:1::"],
    ["20010db8000100010001000100000001", "2001:db8:1:1:1:1:0:1"],
    ["00000000000000000000ffff7f000001", "::ffff:127.0.0.1"],
  ])("prints %s as %s", (hex, text) => {
    expect(formatIpv6(bytesOf(hex), 0)).toBe(text);
  });

  it("agrees with the C library on every address", () => {
    const group = fc.constantFrom("0000", "0000", "0001", "ffff", "0db8", "a0b0");
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const text = formatIpv6(bytesOf(groups.join("")), 0);
        const full = new SocketAddress({ address: groups.join(":"), family: "ipv6" }).address;
        // inet_ntop also writes ::a.b.c.d for the long-deprecated IPv4-compatible form; RFC 5952 does not.
        fc.pre(!full.includes(".") || text.startsWith("::ffff:"));
        expect(text).toBe(full);
      }),
    );
  });
});
