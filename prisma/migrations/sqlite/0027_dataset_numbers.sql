-- AlterTable
ALTER TABLE "Dataset" ADD COLUMN "lastNumber" INTEGER NOT NULL DEFAULT 0;

UPDATE "Dataset" SET "lastNumber" =
  COALESCE((SELECT max("number") FROM "DatasetVersion" WHERE "datasetId" = "Dataset"."id"), 0);
