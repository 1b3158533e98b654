import type { Account } from "@fourtuple/api";

/** Users as aligned columns with a heading. */
export function formatAccounts(accounts: readonly Account[]): string {
  const rows = accounts.map(({ email, role, createdAt, disabledAt }) => [
    email,
    role,
    createdAt.toISOString().slice(0, 10),
    disabledAt === null ? "" : "disabled",
  ]);
  const table = [["EMAIL", "ROLE", "SINCE", ""], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
