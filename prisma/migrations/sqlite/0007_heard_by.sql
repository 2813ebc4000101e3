-- AlterTable
ALTER TABLE "ProjectEvent" ADD COLUMN "scopeId" TEXT;
ALTER TABLE "ProjectEvent" ADD COLUMN "scopeKind" TEXT;
