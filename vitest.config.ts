import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // Unit tests share nothing that could leak, and a process for each file takes three times as long.
          isolate: false,
          include: [
            "libs/*/src/**/*.test.ts",
            "apps/*/src/**/*.test.{ts,tsx}",
            "scripts/**/*.test.mjs",
            "bench/**/*.test.mjs",
          ],
        },
      },
      { test: { name: "fences", include: ["tests/fences/**/*.test.ts"], testTimeout: 60_000 } },
      {
        test: {
          name: "integration",
          globalSetup: "@fourtuple/testkit/vitest-global-setup",
          include: ["libs/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "system",
          globalSetup: "@fourtuple/testkit/vitest-global-setup",
          include: ["tests/system/**/*.test.ts", "tests/faults/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e",
          globalSetup: "@fourtuple/testkit/vitest-global-setup",
          include: ["tests/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
