import { describe, expect, it } from "vitest";
import { encodeSocketAddress } from "./socket-address.js";

const text = (address: Uint8Array | null) =>
  address === null ? null : Buffer.from(address).toString("latin1", 2);

describe("the address of a unix socket", () => {
  it("of a path ends with a NUL", () => {
    expect(text(encodeSocketAddress("/run/systemd/notify"))).toBe("/run/systemd/notify\0");
  });

  it("of an abstract name begins with one, and every byte counts", () => {
    expect(text(encodeSocketAddress("@notify"))).toBe("\0notify");
  });

  it("begins with the family", () => {
    const address = encodeSocketAddress("/a") ?? new Uint8Array();
    expect(new Uint16Array(address.slice(0, 2).buffer)[0]).toBe(1);
  });

  it.each(["", "/", "@", "relative", "vsock:2:1234", `/${"a".repeat(107)}`, `@${"a".repeat(108)}`, "/a\0b"])(
    "does not exist for %j",
    (socket) => expect(encodeSocketAddress(socket)).toBeNull(),
  );

  it("takes as long a name as the kernel does", () => {
    expect(encodeSocketAddress(`/${"a".repeat(106)}`)).toHaveLength(110);
    expect(encodeSocketAddress(`@${"a".repeat(107)}`)).toHaveLength(110);
  });
});
