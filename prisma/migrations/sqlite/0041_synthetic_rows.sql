-- AlterTable
ALTER TABLE "DatasetVersion" ADD COLUMN "synthetic" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "DatasetVersion" ADD COLUMN "synthesis" TEXT;

-- AlterTable
ALTER TABLE "Run" ADD COLUMN "synthetic" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "ModelVersion" ADD COLUMN "synthetic" BOOLEAN NOT NULL DEFAULT false;
