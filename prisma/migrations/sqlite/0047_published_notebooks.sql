-- AlterTable
ALTER TABLE "Notebook" ADD COLUMN "publishedAt" DATETIME;
ALTER TABLE "Notebook" ADD COLUMN "publishedBy" TEXT;
ALTER TABLE "Notebook" ADD COLUMN "publishedRevision" INTEGER;
ALTER TABLE "Notebook" ADD COLUMN "publishedCode" BOOLEAN NOT NULL DEFAULT false;
