-- AlterTable
ALTER TABLE "DatasetVersion" ADD COLUMN     "fitted" TEXT;
