import { expect, test } from "vitest";
import { formatAccounts } from "./account-table.js";

const createdAt = new Date("2026-11-20T10:00:00Z");

test("users are listed in columns, the disabled ones marked", () => {
  const accounts = [
    { email: "a@example.org", role: "admin" as const, createdAt, disabledAt: null },
    { email: "long.name@example.org", role: "viewer" as const, createdAt, disabledAt: createdAt },
  ];
  expect(formatAccounts(accounts).split("\n")).toEqual([
    "EMAIL                  ROLE    SINCE",
    "a@example.org          admin   2026-11-20",
    "long.name@example.org  viewer  2026-11-20  disabled",
  ]);
});

test("without users there is the heading alone", () => {
  expect(formatAccounts([])).toBe("EMAIL  ROLE  SINCE");
});
