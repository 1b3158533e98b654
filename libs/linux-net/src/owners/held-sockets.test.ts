import { describe, expect, it } from "vitest";
import { writeDiagSocket } from "../../test/diag-socket.js";
import { ListenPorts } from "../aggregate/listen-ports.js";
import { NLMSG_HEADER_BYTES } from "../sock-diag/protocol.js";
import { createReceiveBuffer } from "../sock-diag/receive-buffer.js";
import { HeldSockets } from "./held-sockets.js";
import { KeyIndex } from "./key-index.js";

function collect(inodes: readonly number[], maxSought?: number): HeldSockets {
  const held = new HeldSockets(
    new KeyIndex([{ list: "peers", address: "203.0.113.250" }]),
    new ListenPorts(),
    maxSought,
  );
  const buffer = createReceiveBuffer();
  for (const inode of inodes) {
    buffer.bytes.set(
      writeDiagSocket({ state: 1, local: "10.0.0.1:1", remote: "203.0.113.250:2", inode }),
      NLMSG_HEADER_BYTES,
    );
    held.take(buffer, 0);
  }
  held.sort();
  return held;
}

function findAll(held: HeldSockets, inodes: readonly number[]): number[] {
  return inodes.filter((inode) => {
    let found = false;
    held.find(inode, 1, () => {
      found = true;
    });
    return found;
  });
}

describe("HeldSockets", () => {
  it("finds each of very many inodes, the largest the kernel has among them, and no other", () => {
    const inodes = Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 1_000_003).filter(
      (n) => n > 0,
    );
    const held = collect([...inodes, 0xffff_ffff]);
    expect(findAll(held, [...inodes, 0xffff_ffff])).toHaveLength(inodes.length + 1);
    expect(findAll(held, [0, 1_000_003, 0xffff_fffe])).toEqual([]);
    expect(held.countHidden()[0]).toBe(0);
  });

  it("counts what is past its bound", () => {
    const held = collect([5, 6, 7, 8, 0], 3);
    expect(held.size).toBe(3);
    expect(held.omitted).toBe(1);
    expect(held.ownerless[0]).toBe(1);
  });
});
