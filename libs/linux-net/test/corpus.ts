import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TcpState } from "@fourtuple/core/tcp";

const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));

export interface ExpectedFile {
  readonly absent?: true;
  readonly fields?: Readonly<Record<string, number>>;
  readonly missing?: readonly string[];
  /** Left out where only its presence matters. */
  readonly skipped?: readonly string[];
}

export interface Expected {
  readonly census: {
    readonly partial: boolean;
    readonly partialReason?: string;
    /** States that are not zero. */
    readonly states: Readonly<Partial<Record<TcpState, number>>>;
    readonly listeners: readonly {
      readonly address: string;
      readonly port: number;
      readonly acceptQueue: number;
      readonly backlog?: number;
    }[];
  };
  readonly pulse: Readonly<Record<"sockstat" | "sockstat6" | "snmp" | "netstat", ExpectedFile>>;
}

export interface RecordedDump {
  readonly request: { readonly states: number; readonly ext: number; readonly seq: number };
  readonly datagramBytes: readonly number[];
}

export interface Meta {
  readonly endianness: "LE" | "BE";
  readonly dumps?: Readonly<Record<"listeners" | "others", RecordedDump>>;
}

export interface Fixture {
  readonly name: string;
  /** Usable as a proc root. */
  readonly procRoot: string;
  readonly meta: Meta;
  readonly expected: Expected;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** Every committed fixture. */
export function loadCorpus(): Fixture[] {
  return readdirSync(FIXTURES).map((name) => ({
    name,
    procRoot: join(FIXTURES, name, "proc"),
    // Written by the recorder or by hand in these shapes.
    meta: readJson(join(FIXTURES, name, "meta.json")) as Meta,
    expected: readJson(join(FIXTURES, name, "expected.json")) as Expected,
  }));
}

/** The raw reply to one request, datagram by datagram as it was received. */
export function loadDatagrams(fixture: Fixture, dump: "listeners" | "others"): Uint8Array[] {
  const bytes = readFileSync(join(FIXTURES, fixture.name, "sock-diag", `${dump}.bin`));
  let start = 0;
  return (fixture.meta.dumps?.[dump].datagramBytes ?? []).map((length) => {
    start += length;
    return bytes.subarray(start - length, start);
  });
}
