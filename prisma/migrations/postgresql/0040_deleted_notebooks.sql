-- AlterTable
ALTER TABLE "Notebook" ADD COLUMN     "deletedAt" TIMESTAMP(3);
