-- CreateEnum
CREATE TYPE "report_kind" AS ENUM ('condition', 'namespaces');

-- CreateTable
CREATE TABLE "host_reports" (
    "host_id" UUID NOT NULL,
    "kind" "report_kind" NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "host_reports_pkey" PRIMARY KEY ("host_id","kind")
);

-- CreateTable
CREATE TABLE "host_boots" (
    "host_id" UUID NOT NULL,
    "boot_id" TEXT NOT NULL,
    "booted_at" TIMESTAMPTZ(3) NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "host_boots_pkey" PRIMARY KEY ("host_id","boot_id")
);

-- CreateIndex
CREATE INDEX "host_boots_host_id_booted_at_idx" ON "host_boots"("host_id", "booted_at");

-- AddForeignKey
ALTER TABLE "host_reports" ADD CONSTRAINT "host_reports_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "hosts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host_boots" ADD CONSTRAINT "host_boots_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "hosts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The boots that are known already: the newest of each host.
INSERT INTO "host_boots" ("host_id", "boot_id", "booted_at", "first_seen_at")
SELECT "id", "boot_id", "booted_at", CURRENT_TIMESTAMP FROM "hosts"
WHERE "boot_id" IS NOT NULL AND "booted_at" IS NOT NULL;

-- Who held the sockets, one row per census that was kept. No foreign key: it would lock the host's row.
CREATE TABLE "ts"."top_lists" (
    "host_id" UUID NOT NULL,
    -- Index into CENSUS_TIERS. Before the time, since each tier is asked for by itself.
    "tier" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    -- As the agent sent it: the codec of top lists.
    "body" BYTEA NOT NULL,

    CONSTRAINT "top_lists_pkey" PRIMARY KEY ("host_id", "tier", "at")
) WITH (fillfactor = 100);

-- It is packed already: PostgreSQL need not try.
ALTER TABLE "ts"."top_lists" ALTER COLUMN "body" SET STORAGE EXTERNAL;

-- For retention.
CREATE INDEX "top_lists_at_idx" ON "ts"."top_lists" ("at");

-- Samples that were taken and will never come: what an agent says of its own losses.
CREATE TABLE "ts"."recorded_gap" (
    "host_id" UUID NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    -- One of LOSS_REASONS.
    "reason" TEXT NOT NULL,
    -- NULL where the agent cannot know how many.
    "samples" BIGINT,

    CONSTRAINT "recorded_gap_pkey" PRIMARY KEY ("host_id", "from_at", "to_at", "reason")
);
