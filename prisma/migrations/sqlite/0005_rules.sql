-- AlterTable
ALTER TABLE "Project" ADD COLUMN "rules" TEXT NOT NULL DEFAULT '{}';
