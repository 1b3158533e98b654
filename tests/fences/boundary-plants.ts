/** A file and the rules that must catch it: none for a file that must be let through. */
export interface Plant {
  readonly rules: readonly string[];
  readonly file: string;
  readonly source: string;
}

function plant(rules: string | readonly string[], file: string, source: string): Plant {
  return { rules: typeof rules === "string" ? [rules] : rules, file, source };
}

function innocent(file: string, source: string): Plant {
  return { rules: [], file, source };
}

/** At least one violation of every rule in .dependency-cruiser.cjs, each beside what the rule must let through. */
export const PLANTS: readonly Plant[] = [
  plant("core-reaches-only-what-it-may", "libs/core/src/node.ts", 'import "node:fs";'),
  plant(
    ["core-reaches-only-what-it-may", "dependencies-are-declared"],
    "libs/core/src/zod.ts",
    'import "zod";',
  ),
  plant("core-reaches-only-what-it-may", "libs/core/src/wire.ts", 'import "@fourtuple/contracts/agent";'),
  innocent("libs/core/src/own.ts", "export const own = 1;"),
  innocent("libs/core/src/own.test.ts", 'import "vitest"; import "./own.js";'),

  plant("contracts-reaches-only-what-it-may", "libs/contracts/src/node.ts", 'import "node:crypto";'),
  plant(
    "contracts-reaches-only-what-it-may",
    "libs/contracts/src/net.ts",
    'import "@fourtuple/linux-net/proc";',
  ),
  innocent("libs/contracts/src/own.ts", 'import "zod"; import "@fourtuple/core/tcp";'),

  plant(
    "linux-net-reaches-only-what-it-may",
    "libs/linux-net/src/wire.ts",
    'import "@fourtuple/contracts/agent";',
  ),
  innocent("libs/linux-net/src/own.ts", 'import "node:fs"; import "koffi"; import "@fourtuple/core/tcp";'),

  plant(
    "database-reaches-only-what-it-may",
    "libs/database/src/wire.ts",
    'import "@fourtuple/contracts/web";',
  ),
  innocent("libs/database/src/own.ts", 'import "node:fs"; import "pg"; import "@fourtuple/core/samples";'),

  plant("agent-reaches-only-its-libraries", "apps/agent/src/store.ts", 'import "@fourtuple/database";'),
  plant("agent-reaches-only-its-libraries", "apps/agent/src/server.ts", 'import "@fourtuple/api";'),
  innocent("apps/agent/src/own.ts", 'import "zod"; import "@fourtuple/linux-net/sock-diag";'),

  plant("api-reaches-only-its-libraries", "apps/api/src/kernel.ts", 'import "@fourtuple/linux-net/proc";'),
  plant("api-reaches-only-its-libraries", "apps/api/src/agent.ts", 'import type {} from "@fourtuple/agent";'),
  innocent("apps/api/src/own.ts", 'import "zod"; import "@fourtuple/contracts/web";'),

  plant("web-reaches-only-its-libraries", "apps/web/src/lib/store.ts", 'import "@fourtuple/database";'),
  innocent("apps/web/src/lib/own.ts", 'import "zod"; import "@fourtuple/contracts/web";'),

  plant(
    "cli-reaches-only-its-libraries",
    "apps/cli/src/kernel.ts",
    'export * from "../../../libs/linux-net/src/own.js";',
  ),
  innocent(
    "apps/cli/src/own.ts",
    'import "@fourtuple/api"; import "@fourtuple/agent"; import "@fourtuple/database";',
  ),

  plant("libs-never-reach-apps", "libs/testkit/src/agent.ts", 'import "../../../apps/agent/src/own.js";'),

  plant(
    ["testkit-is-for-tests", "database-reaches-only-what-it-may"],
    "libs/database/src/testkit.ts",
    'import "@fourtuple/testkit/database";',
  ),
  innocent("libs/database/test/own.test.ts", 'import "@fourtuple/testkit/database";'),
  innocent("tests/system/own.test.ts", 'import "@fourtuple/testkit/namespaces";'),

  plant(
    "api-stores-only-in-repositories",
    "apps/api/src/modules/hosts/hosts.service.ts",
    'import "@fourtuple/database";',
  ),
  plant(
    ["dependencies-are-declared", "api-stores-only-in-repositories"],
    "apps/api/src/modules/hosts/pg.service.ts",
    'import "pg";',
  ),
  innocent(
    "apps/api/src/modules/hosts/hosts.repository.ts",
    'import "@fourtuple/database"; export const hosts = 1;',
  ),
  innocent("apps/api/src/main.ts", 'import "@fourtuple/database";'),
  innocent("apps/api/src/platform/database/own.ts", 'import "@fourtuple/database";'),

  plant(
    "api-repository-is-private-to-its-module",
    "apps/api/src/modules/live/live.service.ts",
    'import "../hosts/hosts.repository.js";',
  ),
  innocent("apps/api/src/modules/hosts/own.service.ts", 'import "./hosts.repository.js";'),
  plant(
    "api-repository-is-unseen-outside-modules",
    "apps/api/src/platform/auth.ts",
    'import "../modules/hosts/hosts.repository.js";',
  ),

  plant("web-draws-charts-in-one-place", "apps/web/src/features/fleet/draw.ts", 'import "chart.js";'),
  innocent("apps/web/src/charts/own.ts", 'import "chart.js";'),

  plant("web-features-stay-apart", "apps/web/src/features/fleet/peek.ts", 'import "../hosts/own.js";'),
  innocent("apps/web/src/features/hosts/own.ts", 'import "./part.js"; import "../../lib/own.js";'),
  innocent("apps/web/src/features/hosts/part.ts", "export const part = 1;"),

  plant("agent-runs-no-programs", "apps/agent/src/shell.ts", 'import "node:child_process";'),
  plant("agent-runs-no-programs", "libs/linux-net/src/shell.ts", 'import "child_process";'),

  plant("dependencies-are-declared", "apps/agent/src/undeclared.ts", 'import "koffi";'),
  innocent("apps/agent/src/undeclared.test.ts", 'import "vitest";'),

  // A circle is told once, from the file of it that is read first.
  innocent("libs/core/src/hen.ts", 'import { egg } from "./egg.js"; export const hen = () => egg;'),
  plant("no-circle", "libs/core/src/egg.ts", 'import { hen } from "./hen.js"; export const egg = () => hen;'),
  innocent(
    "libs/core/src/shape.ts",
    'import type { Part } from "./part.js"; export interface Shape { part: Part }',
  ),
  innocent(
    "libs/core/src/part.ts",
    'import type { Shape } from "./shape.js"; export interface Part { of: Shape }',
  ),

  plant("everything-resolves", "apps/cli/src/lost.ts", 'import "./nowhere.js";'),
];
