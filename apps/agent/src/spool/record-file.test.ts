import { RECORD_KIND } from "@fourtuple/contracts/agent";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bytesOnDisk,
  decodeRecordFile,
  encodeRecordFile,
  parseRecordFileName,
  type RecordFacts,
  recordFileName,
} from "./record-file.js";

const facts: RecordFacts = {
  id: 1_767_225_600_001,
  kind: RECORD_KIND.PACK,
  fromMs: 1_767_225_600_000,
  toMs: 1_767_225_659_000,
  samples: 60,
  bodyBytes: 3,
};
const body = Uint8Array.from([1, 2, 3]);

describe("the name of a record", () => {
  it("tells everything that the index needs", () => {
    const name = "1767225600001-pack-1767225600000-1767225659000-60-3.record";
    expect(recordFileName(facts)).toBe(name);
    expect(parseRecordFileName(name)).toEqual(facts);
  });

  it("says `some` where a loss has no number", () => {
    const gap = { ...facts, kind: RECORD_KIND.GAP, samples: null };
    expect(parseRecordFileName(recordFileName(gap))).toEqual(gap);
  });

  it.each([
    "ledger",
    "lock",
    "1-pack-0-0-1-1.record.partial",
    "1-story-0-0-1-1.record",
    "1-pack-5-4-1-1.record",
    "1-pack-0-9999999999999999-1-1.record",
    "-1-pack-0-0-1-1.record",
    "1-pack-0-0-1-1.record\n",
    "../1-pack-0-0-1-1.record",
  ])("%s is none", (name) => {
    expect(parseRecordFileName(name)).toBeNull();
  });

  it("comes back from any record", () => {
    const any = fc.record({
      id: fc.nat(2 ** 30),
      kind: fc.constantFrom(...Object.values(RECORD_KIND)),
      fromMs: fc.nat(),
      toMs: fc.nat(),
      samples: fc.option(fc.nat(600)),
      bodyBytes: fc.nat(999_936),
    });
    fc.assert(
      fc.property(any, (drawn) => {
        const record = { ...drawn, toMs: drawn.fromMs + drawn.toMs };
        expect(parseRecordFileName(recordFileName(record))).toEqual(record);
      }),
    );
  });
});

describe("the file of a record", () => {
  it("gives the body back", () => {
    expect(decodeRecordFile(encodeRecordFile(body), facts)).toEqual(body);
    const empty = { ...facts, bodyBytes: 0 };
    expect(decodeRecordFile(encodeRecordFile(new Uint8Array()), empty)).toEqual(new Uint8Array());
  });

  it("gives nothing when a bit of it is turned, or when it is shorter or longer", () => {
    const file = encodeRecordFile(body);
    for (let bit = 0; bit < file.length * 8; bit++) {
      const damaged = Uint8Array.from(file);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decodeRecordFile(damaged, facts)).toBeNull();
    }
    for (let length = 0; length < file.length; length++)
      expect(decodeRecordFile(file.subarray(0, length), facts)).toBeNull();
    expect(decodeRecordFile(Uint8Array.from([...file, 0]), facts)).toBeNull();
  });

  it("takes whole blocks of the disk", () => {
    expect(bytesOnDisk({ ...facts, bodyBytes: 4092 })).toBe(4096);
    expect(bytesOnDisk({ ...facts, bodyBytes: 4093 })).toBe(8192);
  });
});
