import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PLANTS } from "./boundary-plants.js";
import { createToyWorkspace, listViolations, repository, write } from "./toy-workspace.js";

const config: { forbidden: { name: string }[] } = createRequire(import.meta.url)(
  join(repository, ".dependency-cruiser.cjs"),
);

describe("import boundaries", () => {
  let toy = "";
  let violations: readonly string[] = [];

  beforeAll(async () => {
    toy = await createToyWorkspace();
    for (const { file, source } of PLANTS) await write(toy, file, `${source}\n`);
    violations = await listViolations(toy, ["libs", "apps", "tests"]);
  });
  afterAll(() => rm(toy, { recursive: true, force: true }));

  test.each(config.forbidden.map((rule) => rule.name))("%s catches what is planted against it", (name) => {
    const planted = PLANTS.filter((plant) => plant.rules.includes(name)).map(
      (plant) => `${name}: ${plant.file}`,
    );
    expect(planted).not.toEqual([]);
    expect(violations.filter((line) => line.startsWith(`${name}: `))).toEqual(planted.sort());
  });

  test("files that keep the rules are let through", () => {
    const innocents = PLANTS.filter((plant) => plant.rules.length === 0).map((plant) => plant.file);
    expect(violations.filter((line) => innocents.includes(line.split(": ")[1] ?? ""))).toEqual([]);
  });

  test("an import by package name is followed to the package's files", async () => {
    const broken = violations.filter((line) => line.startsWith("everything-resolves: "));
    expect(broken).toEqual(["everything-resolves: apps/cli/src/lost.ts"]);
  });
});

test("the repository itself keeps every rule", async () => {
  const targets = ["{apps,libs}/*/{src,test}", "tests", "bench", "scripts", "apps/cli/bin"];
  expect(await listViolations(repository, targets)).toEqual([]);
});
