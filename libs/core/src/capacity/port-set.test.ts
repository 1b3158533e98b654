import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PortSet } from "./port-set.js";

describe("PortSet", () => {
  it("has what was added and nothing else", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(65_535)), fc.array(fc.nat(65_535)), (added, asked) => {
        const ports = new PortSet(added);
        const model = new Set(added);
        for (const port of [...added, ...asked]) expect(ports.has(port)).toBe(model.has(port));
      }),
    );
  });

  it("takes no number that is no port", () => {
    const ports = new PortSet([-1, 65_536, 1 << 20]);
    for (const port of [-1, 65_535, 65_536, 1 << 20, 0]) expect(ports.has(port)).toBe(false);
  });
});
