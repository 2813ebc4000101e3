-- AlterTable
ALTER TABLE "Notebook" ADD COLUMN "deletedAt" DATETIME;
