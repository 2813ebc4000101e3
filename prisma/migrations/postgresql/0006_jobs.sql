-- DropIndex
DROP INDEX "Job_status_createdAt_idx";

-- DropIndex
DROP INDEX "Job_projectId_createdAt_idx";

-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "experimentId" INTEGER,
ADD COLUMN     "groupId" TEXT,
ADD COLUMN     "heartbeatAt" TIMESTAMP(3),
ADD COLUMN     "labels" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "slots" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "Attempt" (
    "id" SERIAL NOT NULL,
    "jobId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "worker" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "outcome" TEXT,
    "exit" TEXT,
    "reason" TEXT,
    "outputBytes" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "Attempt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Attempt_projectId_id_idx" ON "Attempt"("projectId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Attempt_jobId_number_key" ON "Attempt"("jobId", "number");

-- CreateIndex
CREATE INDEX "Job_status_projectId_priority_createdAt_id_idx" ON "Job"("status", "projectId", "priority" DESC, "createdAt", "id");

-- CreateIndex
CREATE INDEX "Job_projectId_createdAt_id_idx" ON "Job"("projectId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Job_groupId_idx" ON "Job"("groupId");

-- AddForeignKey
ALTER TABLE "Attempt" ADD CONSTRAINT "Attempt_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Transfers are one kind; which way they go stands in their spec.
UPDATE "Job" SET "kind" = 'transfer' WHERE "kind" IN ('import', 'export', 'import-file');

-- Jobs know the experiment of their run, and which sweep they belong to.
UPDATE "Job" SET
  "experimentId" = (SELECT r."experimentId" FROM "Run" r WHERE r."id" = "Job"."runId"),
  "groupId" = (SELECT p."uid" FROM "Run" r JOIN "Run" p ON p."id" = r."parentId" WHERE r."id" = "Job"."runId")
WHERE "runId" IS NOT NULL;

-- Of earlier attempts only the last one is known.
INSERT INTO "Attempt" ("jobId", "projectId", "number", "worker", "startedAt", "endedAt", "outcome", "reason")
SELECT "id", "projectId", "attempts", COALESCE("worker", ''), "startedAt", "endedAt", CASE WHEN "status" = 'RUNNING' THEN NULL WHEN "status" = 'QUEUED' THEN 'LOST' ELSE "status" END, "error"
FROM "Job" WHERE "attempts" > 0 AND "startedAt" IS NOT NULL ORDER BY "startedAt", "id";

-- Claims take this row one after the other, so that each sees what the one before it took.
INSERT INTO "Setting" ("key", "value") VALUES ('job-queue', '') ON CONFLICT DO NOTHING;
