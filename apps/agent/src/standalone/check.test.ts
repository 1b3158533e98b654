import { expect, it } from "vitest";
import { renderFindings } from "./check.js";

it("findings are lines that begin with whether somebody may want to mend something", () => {
  const findings = [
    { subject: "sockets", isGood: true, text: "are counted" },
    { subject: "key", isGood: false, text: "is missing" },
  ];
  expect(renderFindings(findings)).toBe("ok    sockets  are counted\nnote  key      is missing\n");
});
