import { describe, expect, it } from "vitest";
import { formatIpv4, formatIpv6 } from "../sockets/ip-text.js";
import { parseAddress } from "./parse-address.js";

describe("parseAddress", () => {
  it.each(["0.0.0.0", "127.0.0.1", "255.254.3.2"])("reads %s as the census prints it", (text) => {
    const bytes = parseAddress(text) ?? new Uint8Array();
    expect(bytes).toHaveLength(4);
    expect(formatIpv4(bytes, 0)).toBe(text);
  });

  it.each(["::", "::1", "fe80::", "2001:db8::8a2e:370:7334", "1:2:3:4:5:6:7:8", "1::8"])(
    "reads %s as the census prints it",
    (text) => {
      const bytes = parseAddress(text) ?? new Uint8Array();
      expect(bytes).toHaveLength(16);
      expect(formatIpv6(bytes, 0)).toBe(text);
    },
  );

  it("takes a mapped address for the one of IPv4 that it stands for, however it is written", () => {
    expect(parseAddress("::ffff:192.0.2.1")).toEqual(parseAddress("192.0.2.1"));
    expect(parseAddress("::ffff:c000:201")).toEqual(parseAddress("192.0.2.1"));
  });

  it.each([
    "",
    "*",
    "1.2.3",
    "1.2.3.256",
    "fe80::1%eth0",
    "::1::",
    "12345::",
    "host",
    ":",
    "\n",
    "1.2.3.4\n",
  ])("says that %j is no address", (text) => {
    expect(parseAddress(text)).toBeNull();
  });
});
