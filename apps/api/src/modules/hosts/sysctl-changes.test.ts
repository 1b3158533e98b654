import type { SysctlReading } from "@fourtuple/core/tcp";
import { describe, expect, it } from "vitest";
import { evaluateSysctlReadings, type StoredSysctl } from "./sysctl-changes.js";

const NAME = "net.ipv4.tcp_fin_timeout";
const present = (value: string): SysctlReading => ({ name: NAME, status: "present", value });
const absent: SysctlReading = { name: NAME, status: "absent" };
const unreadable: SysctlReading = { name: NAME, status: "unreadable", reason: "EACCES" };

/** Feeds readings one after another, 10 s apart. @returns every change found */
function changesOver(readings: readonly SysctlReading[]) {
  const stored = new Map<string, StoredSysctl>();
  return readings.flatMap((reading, index) => {
    const { rows, changes } = evaluateSysctlReadings(stored, [reading], index * 10_000);
    for (const row of rows) stored.set(row.name, row);
    return changes;
  });
}

describe("evaluateSysctlReadings", () => {
  it("finds no change in a first reading, nor in one that says the same", () => {
    expect(changesOver([present("60"), present("60")])).toEqual([]);
  });

  it("places a change between the reading before and the one that shows it", () => {
    expect(changesOver([present("60"), present("60"), present("15")])).toEqual([
      { name: NAME, from: "60", to: "15", afterMs: 10_000, beforeMs: 20_000 },
    ]);
  });

  it("takes a setting that goes and comes back for a change from and to null", () => {
    const changes = changesOver([present("60"), absent, present("60")]);
    expect(changes.map(({ from, to }) => [from, to])).toEqual([
      ["60", null],
      [null, "60"],
    ]);
  });

  it("compares across a time in which the setting could not be read", () => {
    expect(changesOver([present("60"), unreadable, present("60")])).toEqual([]);
    expect(changesOver([present("60"), unreadable, present("15")])).toMatchObject([{ from: "60", to: "15" }]);
    expect(changesOver([unreadable, present("60")])).toEqual([]);
  });

  it("remembers when the value became what it is", () => {
    const stored = new Map([
      [
        NAME,
        { name: NAME, status: "present", value: "60", reason: null, readAtMs: 0, changedAtMs: null } as const,
      ],
    ]);
    expect(evaluateSysctlReadings(stored, [present("15")], 5).rows[0]).toMatchObject({
      changedAtMs: 5,
      value: "15",
    });
    expect(evaluateSysctlReadings(stored, [present("60")], 5).rows[0]).toMatchObject({ changedAtMs: null });
  });
});
