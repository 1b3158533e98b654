import { RECORD_KIND, type RecordFrame } from "@fourtuple/contracts/agent";
import { encodePack, type Sample } from "@fourtuple/core/samples";

export function packRecord(id: number, samples: readonly Sample[]): RecordFrame {
  return { kind: RECORD_KIND.PACK, id, body: encodePack(samples) };
}

/** A record whose body is the JSON of `value`. */
export function jsonRecord(kind: number, id: number, value: unknown): RecordFrame {
  return { kind, id, body: new TextEncoder().encode(JSON.stringify(value)) };
}
