-- AlterTable
ALTER TABLE "IdempotencyKey" ADD COLUMN "location" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "Job" ADD COLUMN "attemptsBefore" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Job" ADD COLUMN "datasetId" TEXT;
