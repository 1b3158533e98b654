import { readFile } from "node:fs/promises";
import { createTestDatabase, type TestDatabase } from "@fourtuple/testkit/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { query } from "./embedded-fixture.js";

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** PostgreSQL's names of Prisma's types, for those that schema.prisma uses. */
const SQL_TYPES: Readonly<Record<string, string>> = {
  String: "text",
  Int: "integer",
  BigInt: "bigint",
  Json: "jsonb",
  "DateTime @db.Timestamptz(3)": "timestamp(3) with time zone",
  "String @db.Uuid": "uuid",
};

/** The columns that schema.prisma promises. Fields of another model's type are relations, not columns. */
function columnsOfSchema(schema: string): readonly Column[] {
  const blocks = [...schema.matchAll(/^(model|enum) (\w+) \{\n(.*?)^\}/gms)];
  const mapped = (body: string, name: string) => /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name;
  const enums = new Map(
    blocks.filter(([, kind]) => kind === "enum").map((b) => [b[2], mapped(b[3] ?? "", "")]),
  );
  const models = new Set(blocks.filter(([, kind]) => kind === "model").map((b) => b[2]));
  return blocks
    .filter(([, kind]) => kind === "model")
    .flatMap(([, , model = "", body = ""]) =>
      [...body.matchAll(/^ {2}(\w+) +(\w+)(\??)(\[\])?(.*)$/gm)]
        .filter(([, , type]) => !models.has(type))
        .map(([, field = "", type = "", optional, , attributes = ""]) => {
          const native = /@db\.\S+/.exec(attributes)?.[0];
          return {
            table: mapped(body, model),
            column: /[^@]@map\("(\w+)"\)/.exec(attributes)?.[1] ?? field,
            type: enums.get(type) ?? SQL_TYPES[native ? `${type} ${native}` : type] ?? `unknown ${type}`,
            nullable: optional === "?",
          };
        }),
    );
}

const COLUMNS = `
  select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type,
         not a.attnotnull as nullable
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0
    and not a.attisdropped and c.relname <> '_prisma_migrations'`;

function sorted(columns: readonly Column[]): readonly string[] {
  return columns
    .map(({ table, column, type, nullable }) => `${table}.${column} ${type}${nullable ? " null" : ""}`)
    .sort();
}

describe("schema.prisma and the migrations", () => {
  let database: TestDatabase;
  let schema: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    schema = await readFile(new URL("../../../prisma/schema.prisma", import.meta.url), "utf8");
  });
  afterAll(() => database.drop());

  it("agree on every column, its type and whether it may be null", async () => {
    const promised = columnsOfSchema(schema);
    expect(promised.length).toBeGreaterThan(30);
    expect(sorted(await query(database.url, COLUMNS))).toEqual(sorted(promised));
  });

  it("agree on the values of every enum", async () => {
    const values = await query(
      database.url,
      `select t.typname as name, array_agg(e.enumlabel::text order by e.enumsortorder) as labels
       from pg_enum e join pg_type t on t.oid = e.enumtypid group by 1 order by 1`,
    );
    expect(values).toEqual([
      { name: "report_kind", labels: ["condition", "namespaces"] },
      { name: "role", labels: ["viewer", "operator", "admin"] },
      { name: "sysctl_status", labels: ["present", "absent", "unreadable"] },
    ]);
  });

  it("agree on every unique key and index", async () => {
    const rows = await query(
      database.url,
      `select indexname as name from pg_indexes
       where schemaname = 'public' and tablename <> '_prisma_migrations'`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([
      "enrolment_tokens_created_at_idx",
      "enrolment_tokens_pkey",
      "enrolment_tokens_token_hash_key",
      "host_boots_host_id_booted_at_idx",
      "host_boots_pkey",
      "host_reports_pkey",
      "hosts_pkey",
      "hosts_public_key_key",
      "sessions_expires_at_idx",
      "sessions_pkey",
      "sessions_token_hash_key",
      "sessions_user_id_idx",
      "setup_tokens_pkey",
      "sysctl_changes_host_id_before_idx",
      "sysctl_changes_pkey",
      "sysctl_values_pkey",
      "users_email_key",
      "users_pkey",
    ]);
  });
});
