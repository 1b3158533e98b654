import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeTopLists, encodeTopLists, type TopEntry, type TopList } from "@fourtuple/core/samples";
import { TCP_STATES } from "@fourtuple/core/tcp";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { anyFile, loadFile } from "../../test/spoil.js";
import { ListenPorts } from "../aggregate/listen-ports.js";
import { SocketAggregate } from "../aggregate/socket-aggregate.js";
import { type NetTcp, parseNetTcp } from "../proc/net-tcp.js";
import { ProcfsSource } from "./procfs-source.js";
import type { SocketsFound } from "./reading.js";

const root = mkdtempSync(join(tmpdir(), "fourtuple-fuzz-"));
mkdirSync(join(root, "net"));
afterAll(() => rmSync(root, { recursive: true }));

const listenPorts = new ListenPorts();
const source = new ProcfsSource(root, listenPorts, new SocketAggregate(listenPorts));
const ports = { range: [32_768, 60_999] as const, isReserved: () => false };

/** Puts both files there. @returns what a plain count of their rows says. */
function put(tcp: string, tcp6: string): NetTcp[] {
  writeFileSync(join(root, "net/tcp"), tcp, "latin1");
  writeFileSync(join(root, "net/tcp6"), tcp6, "latin1");
  return [tcp, tcp6].map((text) => parseNetTcp(Buffer.from(text, "latin1")));
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

function expectSums({ entries, other }: TopList<TopEntry>, whole: number): void {
  expect(sumOf([...entries, other].map(({ sockets }) => sockets))).toBe(whole);
  for (const { sockets, states } of [...entries, other]) {
    expect(sumOf(TCP_STATES.map((state) => states[state]))).toBe(sockets);
  }
}

function expectSound(found: SocketsFound, plain: readonly NetTcp[]): void {
  for (const state of TCP_STATES.filter((of) => of !== "LISTEN")) {
    expect(found.counts?.[state]).toBe(sumOf(plain.map(({ counts }) => counts[state])));
  }
  const badLines = sumOf(plain.map((of) => of.badLines));
  if (badLines > 0) expect(found.partialReason).toContain(`${badLines} lines did not parse`);
  const lists = found.topLists;
  if (lists === null) throw new Error("there are no lists");
  const whole = sumOf(Object.values(found.counts ?? {}));
  expectSums(lists.peers, whole);
  const [opened, accepted] = [lists.destinations, lists.localPorts].map(({ entries, other }) =>
    sumOf([...entries, other].map(({ sockets }) => sockets)),
  );
  expect((opened ?? 0) + (accepted ?? 0)).toBe(whole);
  const written = { ...lists, atMs: 1, portRange: null, usablePorts: null };
  expect(decodeTopLists(encodeTopLists(written))).toEqual({ ok: true, value: written });
}

describe("a census of files that are not what they should be", () => {
  it("counts what a plain count of the rows counts, says what it could not read, and its lists sum to the whole", async () => {
    const tcp = anyFile(loadFile("net/tcp"));
    const tcp6 = anyFile(loadFile("net/tcp6"));
    await fc.assert(
      fc.asyncProperty(tcp, tcp6, async (one, two) => {
        const plain = put(one.text, two.text);
        const listeners = await source.readListeners();
        const sockets = await source.read("full", ports);
        if (!listeners.ok || !sockets.ok) throw new Error("a file that can be read was not");
        expect(listeners.found.listening).toBeLessThanOrEqual(
          sumOf(plain.map(({ counts }) => counts.LISTEN)),
        );
        expectSound(sockets.found, plain);
      }),
      { numRuns: 200 },
    );
  });
});
