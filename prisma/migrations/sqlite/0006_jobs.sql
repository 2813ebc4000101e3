-- CreateTable
CREATE TABLE "Attempt" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "jobId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "worker" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "outcome" TEXT,
    "exit" TEXT,
    "reason" TEXT,
    "outputBytes" REAL NOT NULL DEFAULT 0,
    CONSTRAINT "Attempt_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "spec" TEXT NOT NULL,
    "groupId" TEXT,
    "runId" INTEGER,
    "experimentId" INTEGER,
    "datasetVersionId" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" DATETIME,
    "endedAt" DATETIME,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "slots" INTEGER NOT NULL DEFAULT 1,
    "labels" TEXT NOT NULL DEFAULT '',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" DATETIME,
    "heartbeatAt" DATETIME,
    "tokenHash" TEXT,
    "worker" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "message" TEXT NOT NULL DEFAULT '',
    "error" TEXT,
    "report" TEXT,
    "cancelRequestedAt" DATETIME
);
INSERT INTO "new_Job" ("attempts", "cancelRequestedAt", "createdAt", "createdBy", "datasetVersionId", "done", "endedAt", "error", "id", "kind", "leaseUntil", "message", "projectId", "report", "runId", "spec", "startedAt", "status", "title", "tokenHash", "total", "worker") SELECT "attempts", "cancelRequestedAt", "createdAt", "createdBy", "datasetVersionId", "done", "endedAt", "error", "id", "kind", "leaseUntil", "message", "projectId", "report", "runId", "spec", "startedAt", "status", "title", "tokenHash", "total", "worker" FROM "Job";
DROP TABLE "Job";
ALTER TABLE "new_Job" RENAME TO "Job";
CREATE INDEX "Job_status_projectId_priority_createdAt_id_idx" ON "Job"("status", "projectId", "priority" DESC, "createdAt", "id");
CREATE INDEX "Job_projectId_createdAt_id_idx" ON "Job"("projectId", "createdAt", "id");
CREATE INDEX "Job_groupId_idx" ON "Job"("groupId");
CREATE INDEX "Job_tokenHash_idx" ON "Job"("tokenHash");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Attempt_projectId_id_idx" ON "Attempt"("projectId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Attempt_jobId_number_key" ON "Attempt"("jobId", "number");

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
