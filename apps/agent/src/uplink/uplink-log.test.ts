import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { createUplinkLog, type UplinkLog } from "./uplink-log.js";

const INFO = 30;
const welcome = { hostId: "0195f3a0-0000-7000-8000-000000000001", serverTimeMs: 0, takesRecords: true };
const closed = { kind: "lost", reason: "the server closed the connection (code 1006)" } as const;

let lines: { level: number; msg: string }[];
let nowMs: number;
let log: UplinkLog;
beforeEach(() => {
  lines = [];
  nowMs = 0;
  const logger = pino({ level: "debug" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  log = createUplinkLog(logger, "ws://server", () => nowMs);
});

/** What people are told. */
function told(): string[] {
  return lines.filter(({ level }) => level >= INFO).map(({ msg }) => msg);
}

describe("the log of an uplink", () => {
  it("is short about a server that closes after each welcome, and tells the number", () => {
    for (; nowMs < 320_000; nowMs += 1000) {
      log.welcomed(welcome, 9);
      log.ended(closed, 500, 9);
    }
    expect(told()).toHaveLength(5);
    expect(told()[0]).toContain("connected to");
    expect(told()[3]).toMatch(/code 1006.*\(and 299 more before\)/);
  });

  it("says that there is a connection again after each loss that it told of", () => {
    log.welcomed(welcome, 0);
    log.ended(closed, 500, 0);
    log.welcomed(welcome, 0);
    expect(told().map((line) => line.slice(0, 13))).toEqual([
      "connected to ",
      "no connection",
      "connected to ",
    ]);
  });

  it("is short about nonsense and reasons that differ each time", () => {
    for (let i = 0; i < 1000; i++) {
      log.malformed(`a malformed ack: ${i}`);
      log.answered({ id: i, outcome: "rejected", written: 0, duplicate: 0, reason: `reason ${i}` });
    }
    expect(told()).toHaveLength(10);
    for (let i = 0; i < 100; i++) log.malformed(i % 2 ? "a text message" : "an empty frame");
    expect(told()).toHaveLength(10);
  });

  it("tells what to do about another agent with the same key", () => {
    log.ended({ ...closed, isReplaced: true }, 30_000, 0);
    expect(told()[0]).toMatch(/another agent uses the key.*cloned machine.*enrol it anew/);
  });

  it("tells since when records wait for an answer", () => {
    log.unanswered(Date.UTC(2026, 0, 1), 7);
    expect(told()[0]).toContain("records wait unanswered since 2026-01-01T00:00:00.000Z");
    nowMs += 200_000;
    log.unanswered(Date.UTC(2026, 0, 2), 7);
    expect(told()).toHaveLength(1);
  });
});
