import { defineConfig } from "prisma/config";

// Prisma's command line wants a schema engine on disk before it looks at the command, and would fetch
// one. `generate` never runs it, and migrations are plain SQL applied by our own runner: any file will do.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
});
