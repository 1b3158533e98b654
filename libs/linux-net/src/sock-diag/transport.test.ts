import { expect, it } from "vitest";
import { errnoName } from "./transport.js";

it("names every errno of this system, and keeps the number of any other", () => {
  expect(errnoName(1)).toBe("EPERM");
  expect(errnoName(115)).toBe("EINPROGRESS");
  expect(errnoName(9_999)).toBe("errno 9999");
});
