import { expect, test } from "vitest";
import { interpretSignal } from "./stop-signals.js";

test("the first signal stops, its echoes from npm do nothing, a later one forces", () => {
  expect(interpretSignal(null, 1_000)).toBe("stop");
  expect(interpretSignal(1_000, 1_000)).toBe("echo");
  expect(interpretSignal(1_000, 1_499)).toBe("echo");
  expect(interpretSignal(1_000, 1_500)).toBe("force");
});
