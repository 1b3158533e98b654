import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { createProblemLog } from "./problem-log.js";

function record() {
  const lines: string[] = [];
  const log = pino(
    {},
    {
      write: (line: string) => {
        const { level, msg } = JSON.parse(line);
        lines.push(`${level >= 40 ? "warn" : "info"} ${msg}`);
      },
    },
  );
  return { problems: createProblemLog(log), lines };
}

describe("the problem log", () => {
  it("tells each trouble once while it lasts, and once that it is over", () => {
    const { problems, lines } = record();
    for (const now of [["a"], ["a"], ["a", "b"], ["b"], [], []]) problems.report(now);
    expect(lines).toEqual(["warn a", "warn b", "info over: a", "info over: b"]);
  });

  it("takes the same trouble with another figure for the same", () => {
    const { problems, lines } = record();
    problems.report(["3 lines did not parse"]);
    problems.report(["4 lines did not parse"]);
    expect(lines).toEqual(["warn 3 lines did not parse"]);
  });

  it("tells a trouble that comes back again", () => {
    const { problems, lines } = record();
    for (const now of [["a"], [], ["a"]]) problems.report(now);
    expect(lines).toEqual(["warn a", "info over: a", "warn a"]);
  });
});
