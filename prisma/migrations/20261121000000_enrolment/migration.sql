-- AlterTable
ALTER TABLE "hosts" ADD COLUMN "given_name" TEXT,
ADD COLUMN "labels" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN "duplicate_key_seen_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "enrolment_tokens" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "host_name" TEXT,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "used_by_host_id" UUID,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "enrolment_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "enrolment_tokens_token_hash_key" ON "enrolment_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "enrolment_tokens_created_at_idx" ON "enrolment_tokens"("created_at");

-- AddForeignKey
ALTER TABLE "enrolment_tokens" ADD CONSTRAINT "enrolment_tokens_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrolment_tokens" ADD CONSTRAINT "enrolment_tokens_used_by_host_id_fkey" FOREIGN KEY ("used_by_host_id") REFERENCES "hosts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Prisma has no word for a check: what is read as labels must be an object.
ALTER TABLE "hosts" ADD CONSTRAINT "hosts_labels_object" CHECK (jsonb_typeof("labels") = 'object');
ALTER TABLE "enrolment_tokens" ADD CONSTRAINT "enrolment_tokens_labels_object" CHECK (jsonb_typeof("labels") = 'object');
