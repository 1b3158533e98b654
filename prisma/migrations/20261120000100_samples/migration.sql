-- Samples have a SQL schema of their own: Prisma proposes to drop tables in `public` that it does not model.
CREATE SCHEMA "ts";

-- One row per host and interval. The key is the agent's own name for a sample, so that a resent one is
-- a conflict and not a second row. No foreign key: it would lock the host's row at every insert.
CREATE TABLE "ts"."sample" (
    "host_id" UUID NOT NULL,
    "epoch_ms" BIGINT NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    -- Index into CENSUS_SOURCES.
    "census_source" SMALLINT NOT NULL,
    "partial" BOOLEAN NOT NULL,
    -- By metric id, counted from 1 as SQL arrays are: metric 0 is values[1]. NULL where not available.
    "values" BIGINT[] NOT NULL,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("host_id", "epoch_ms", "seq")
) WITH (
    -- Rows are never updated, so pages are filled. The table is large and grows at its end: the default
    -- of a fifth of it before each vacuum would leave a day of expired rows lying about (judgement).
    fillfactor = 100,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.02,
    autovacuum_analyze_scale_factor = 0.02
);

-- Ranges of one host's history, and its newest sample.
CREATE INDEX "sample_host_id_at_idx" ON "ts"."sample" ("host_id", "at");
