import { describe, expect, it } from "vitest";
import { planMigrations } from "./migration-plan.js";

const file = (name: string) => ({ name, sql: "", checksum: `sum-${name}` });
const row = (name: string) => ({ name, checksum: `sum-${name}`, finished: true });

describe("planMigrations", () => {
  it("leaves what is applied and keeps the order of the rest", () => {
    const plan = planMigrations([file("1"), file("2"), file("3")], [row("1")]);
    expect(plan).toMatchObject({ ok: true, pending: [{ name: "2" }, { name: "3" }] });
  });

  it("applies an older migration that came with a merge", () => {
    const plan = planMigrations([file("1"), file("2")], [row("2")]);
    expect(plan).toMatchObject({ ok: true, pending: [{ name: "1" }] });
  });

  it.each([
    [{ ...row("1"), checksum: "other" }, "was changed after it had been applied"],
    [{ ...row("1"), finished: false }, "failed halfway"],
    [row("9"), "a newer Fourtuple has used it"],
  ])("refuses %j", (applied, words) => {
    const plan = planMigrations([file("1")], [applied]);
    expect(plan).toMatchObject({ ok: false, reason: expect.stringContaining(words) });
  });
});
