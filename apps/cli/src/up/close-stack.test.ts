import { expect, test } from "vitest";
import { createCloseStack } from "./close-stack.js";

function stackWithLog() {
  const log: string[] = [];
  return { log, stack: createCloseStack((line) => log.push(line)) };
}

test("what was opened last is closed first, each after the one before it has ended", async () => {
  const { log, stack } = stackWithLog();
  stack.push({ name: "PostgreSQL", limitMs: 1_000, close: () => void log.push("PostgreSQL") });
  stack.push({
    name: "the API",
    limitMs: 1_000,
    close: async () => {
      await new Promise((settle) => setImmediate(settle));
      log.push("the API");
    },
  });
  await stack.closeAll();
  expect(log).toEqual(["the API", "PostgreSQL"]);
});

test("what fails or takes too long is told, and the rest is closed all the same", async () => {
  const { log, stack } = stackWithLog();
  stack.push({ name: "PostgreSQL", limitMs: 1_000, close: () => void log.push("PostgreSQL closed") });
  stack.push({ name: "the API", limitMs: 1, close: () => new Promise(() => undefined) });
  stack.push({
    name: "the agent",
    limitMs: 1_000,
    close: () => {
      throw new Error("no such process");
    },
  });
  await stack.closeAll();
  expect(log).toEqual([
    "Stopping the agent: no such process.",
    "Stopping the API: not done after 0.001 s, left as it is.",
    "PostgreSQL closed",
  ]);
});

test("closing twice closes once", async () => {
  const { log, stack } = stackWithLog();
  stack.push({ name: "PostgreSQL", limitMs: 1_000, close: () => void log.push("closed") });
  await Promise.all([stack.closeAll(), stack.closeAll()]);
  expect(log).toEqual(["closed"]);
});

test("abandoning asks everything at once, what hangs while closing first of all", async () => {
  const { log, stack } = stackWithLog();
  const hang = () => new Promise<void>(() => undefined);
  stack.push({ name: "PostgreSQL", limitMs: 1_000, close: () => void log.push("PostgreSQL asked") });
  stack.push({
    name: "the agent",
    limitMs: 1_000,
    close: hang,
    abandon: () => void log.push("agent killed"),
  });
  void stack.closeAll();
  await stack.abandon();
  expect(log).toEqual(["agent killed", "PostgreSQL asked"]);
});
