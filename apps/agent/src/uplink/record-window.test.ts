import { decodeRecordPayload, MAX_UNANSWERED_RECORDS, RECORD_KIND } from "@fourtuple/contracts/agent";
import { beforeEach, describe, expect, it } from "vitest";
import type { RecordSource } from "../spool/spool.js";
import { RecordWindow } from "./record-window.js";

/** Records 1 to 10, the even ones of another kind; what is in `unreadable` gives no body. */
class Records implements RecordSource {
  readonly ids = Array.from({ length: 10 }, (_, i) => i + 1);
  readonly rejected: number[] = [];
  readonly unreadable = new Set<number>();
  tell: () => void = () => undefined;

  next(except: ReadonlySet<number>, kinds: readonly number[] | null) {
    const all = this.ids.map((id) => ({ id, kind: id % 2 ? RECORD_KIND.PACK : RECORD_KIND.TOP_LISTS }));
    return all.find(({ id, kind }) => !except.has(id) && (kinds?.includes(kind) ?? true)) ?? null;
  }
  async read(id: number) {
    return this.unreadable.has(id) ? null : Uint8Array.from([id]);
  }
  acknowledge(id: number) {
    this.ids.splice(this.ids.indexOf(id), 1);
  }
  reject(id: number) {
    this.rejected.push(id);
    this.acknowledge(id);
  }
  onRecord(call: () => void) {
    this.tell = call;
  }
  openMinute() {
    return [];
  }
  status() {
    return { records: 0, bytes: 0, maxBytes: 0, oldestAtMs: null, lostSamples: 0, problem: null };
  }
}

function openWire() {
  const ids: number[] = [];
  const send = (frame: Uint8Array) => {
    const record = decodeRecordPayload(frame.subarray(1));
    if (!record.ok) throw new Error(record.reason);
    expect([...record.value.body]).toEqual([record.value.id]);
    ids.push(record.value.id);
  };
  return { ids, send, isClogged: () => false };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const stored = (id: number) => ({ id, outcome: "stored" as const, written: 1, duplicate: 0 });

let records: Records;
let window: RecordWindow;
let nowMs: number;
beforeEach(() => {
  records = new Records();
  nowMs = 0;
  window = new RecordWindow(records, () => nowMs);
});

describe("RecordWindow", () => {
  it("keeps so many unanswered, oldest first, and goes on with each answer", async () => {
    const wire = openWire();
    window.begin(wire, null);
    await settled();
    expect(wire.ids).toEqual([1, 2, 3, 4]);
    expect(wire.ids).toHaveLength(MAX_UNANSWERED_RECORDS);
    for (const id of [2, 1, 3, 4]) expect(window.answered(stored(id))).toBe(true);
    await settled();
    expect(wire.ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(records.ids).toEqual([5, 6, 7, 8, 9, 10]);
  });

  it("forgets nothing for an answer that was not asked for", async () => {
    const wire = openWire();
    expect(window.answered(stored(1))).toBe(false);
    window.begin(wire, null);
    await settled();
    expect(window.answered(stored(9))).toBe(false);
    expect(window.answered(stored(1))).toBe(true);
    expect(window.answered(stored(1))).toBe(false);
    expect(records.ids).toHaveLength(9);
  });

  it("sends what is unanswered again on the next connection, also when one ends while it reads", async () => {
    const first = openWire();
    window.begin(first, null);
    window.end();
    const second = openWire();
    window.begin(second, null);
    await settled();
    expect(first.ids).toEqual([]);
    expect(second.ids).toEqual([1, 2, 3, 4]);
    window.answered(stored(2));
    window.end();
    const third = openWire();
    window.begin(third, null);
    await settled();
    expect(third.ids).toEqual([1, 3, 4, 5]);
  });

  it("passes over what cannot be read until the next connection", async () => {
    records.unreadable.add(1).add(3);
    const first = openWire();
    window.begin(first, null);
    await settled();
    expect(first.ids).toEqual([2, 4, 5, 6]);
    records.unreadable.clear();
    const second = openWire();
    window.begin(second, null);
    await settled();
    expect(second.ids).toEqual([1, 2, 3, 4]);
  });

  it("gives back what was rejected as such", async () => {
    window.begin(openWire(), null);
    await settled();
    window.answered(stored(1));
    window.answered({ ...stored(2), outcome: "rejected" });
    expect(records.rejected).toEqual([2]);
    expect(records.ids[0]).toBe(3);
  });

  it("knows for how long nothing was answered, whatever else the server says", async () => {
    expect(window.stuckMs()).toBe(0);
    window.begin(openWire(), null);
    await settled();
    nowMs += 5000;
    window.answered(stored(999));
    expect(window.stuckMs()).toBe(5000);
    window.answered(stored(1));
    nowMs += 10;
    expect(window.stuckMs()).toBe(10);
    records.ids.length = 0;
    for (const id of [2, 3, 4, 5]) window.answered(stored(id));
    await settled();
    nowMs += 10;
    for (const id of [5]) window.answered(stored(id));
    expect(window.stuckMs()).toBe(0);
    window.end();
    expect(window.stuckMs()).toBe(0);
  });

  it("keeps what the server does not know", async () => {
    const wire = openWire();
    window.begin(wire, [RECORD_KIND.TOP_LISTS]);
    await settled();
    expect(wire.ids).toEqual([2, 4, 6, 8]);
  });

  it("sends a record that comes while there is room", async () => {
    records.ids.length = 0;
    const wire = openWire();
    window.begin(wire, null);
    await settled();
    records.ids.push(11);
    records.tell();
    await settled();
    expect(wire.ids).toEqual([11]);
  });
});
