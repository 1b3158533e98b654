import { describe, expect, it } from "vitest";
import type { CountedSocket } from "../../test/counted-socket.js";
import { feedSockets } from "../../test/replay.js";
import { ListenPorts } from "./listen-ports.js";

function socketAt(local: string): CountedSocket {
  return { state: 1, local, remote: local.startsWith("[") ? "[2001:db8::9]:5" : "192.0.2.9:5" };
}

function listening(...listeners: string[]) {
  const ports = new ListenPorts();
  const note = () =>
    feedSockets(listeners.map(socketAt), { take: (buffer, start) => ports.add(buffer, start) });
  note();
  const has = (local: string) => {
    let found = false;
    feedSockets([socketAt(local)], {
      take: (buffer, start) => {
        found = ports.has(buffer, start);
      },
    });
    return found;
  };
  return { ports, has, note };
}

describe("ListenPorts", () => {
  it("has every address of a port that listens on a wildcard", () => {
    const { has } = listening("0.0.0.0:80", "[::]:443", "[::ffff:0.0.0.0]:25");
    expect(
      ["127.0.0.1:80", "10.0.0.1:80", "10.0.0.1:443", "[2001:db8::1]:443", "10.0.0.1:25"].map(has),
    ).toEqual([true, true, true, true, true]);
    expect(["127.0.0.1:81", "[::1]:444"].map(has)).toEqual([false, false]);
  });

  it("has the one address of a port that listens there alone", () => {
    const { has } = listening("127.0.0.1:80", "[::1]:81");
    expect(["127.0.0.1:80", "[::1]:81"].map(has)).toEqual([true, true]);
    expect(["127.0.0.2:80", "[::1]:80", "[::2]:81", "127.0.0.1:81"].map(has)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it("has each of several addresses, of both families", () => {
    const { has } = listening("127.0.0.1:80", "10.0.0.1:80", "[::1]:80");
    expect(["127.0.0.1:80", "10.0.0.1:80", "[::1]:80"].map(has)).toEqual([true, true, true]);
    expect(["10.0.0.2:80", "[::2]:80"].map(has)).toEqual([false, false]);
  });

  it("takes a wildcard beside an address for what it is, whichever came first", () => {
    for (const both of [
      ["127.0.0.1:80", "0.0.0.0:80"],
      ["0.0.0.0:80", "127.0.0.1:80"],
    ]) {
      expect(listening(...both).has("10.0.0.1:80")).toBe(true);
    }
  });

  it("takes a mapped address for the IPv4 one that it is", () => {
    expect(listening("[::ffff:10.0.0.1]:80").has("10.0.0.1:80")).toBe(true);
    expect(listening("10.0.0.1:80").has("[::ffff:10.0.0.1]:80")).toBe(true);
  });

  it("takes many listeners of one address and port for one", () => {
    const { has } = listening(...Array.from({ length: 32 }, () => "10.0.0.1:80"));
    expect([has("10.0.0.1:80"), has("10.0.0.2:80")]).toEqual([true, false]);
  });

  it("has nothing after clear, and then what is noted again", () => {
    const { ports, has, note } = listening("127.0.0.1:80", "0.0.0.0:81", "[::1]:82");
    ports.clear();
    expect(["127.0.0.1:80", "127.0.0.1:81", "[::1]:82"].map(has)).toEqual([false, false, false]);
    note();
    expect(["127.0.0.1:80", "127.0.0.1:81", "[::1]:82"].map(has)).toEqual([true, true, true]);
  });
});
