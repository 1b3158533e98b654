import { labelsSchema } from "@fourtuple/contracts/web";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatLabels, parseLabels } from "./labels-text";

describe("labels as people type them", () => {
  it.each([
    ["", {}],
    [" , ,", {}],
    ["role=db", { role: "db" }],
    [" role = db ,site=fra,", { role: "db", site: "fra" }],
    ["role＝数据库，site=fra", { role: "数据库", site: "fra" }],
    ["note=a = b", { note: "a = b" }],
  ])("%j are read", (text, labels) => {
    expect(parseLabels(text)).toEqual({ ok: true, labels });
  });

  it.each([
    ["role", "shape", "role"],
    ["=db", "key", ""],
    ["1a=x", "key", "1a"],
    ["my role=db", "key", "my role"],
    ["__proto__=x", "key", "__proto__"],
    ["role=", "value", "role="],
    [`role=${"x".repeat(101)}`, "value", `role=${"x".repeat(101)}`],
    ["role=a, role=b", "twice", "role"],
    [Array.from({ length: 21 }, (_, n) => `k${n}=v`).join(), "many", "20"],
  ])("%j are refused, and it is said what of them", (text, kind, part) => {
    expect(parseLabels(text)).toEqual({ ok: false, problem: { kind, part } });
  });

  it("come back as they were, whatever the server takes", () => {
    const key = fc.stringMatching(/^[A-Za-z]([A-Za-z0-9_.-]{0,10}[A-Za-z0-9])?$/);
    fc.assert(
      fc.property(fc.dictionary(key, fc.string({ unit: "grapheme" }), { maxKeys: 20 }), (candidate) => {
        const taken = labelsSchema.safeParse(candidate);
        if (taken.success)
          expect(parseLabels(formatLabels(taken.data))).toEqual({ ok: true, labels: taken.data });
      }),
    );
  });

  it("have no comma in a value, of either keyboard, and no end of a line, since these part them", () => {
    for (const value of [",", "，", "a，b", "a\nb", "a\u2028b", "a\u2029b"])
      expect(labelsSchema.safeParse({ role: value }).success).toBe(false);
  });

  it("are taken by the server when they are taken here", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseLabels(text);
        if (parsed.ok) expect(labelsSchema.safeParse(parsed.labels).success).toBe(true);
      }),
    );
  });
});
