-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "report" TEXT;
