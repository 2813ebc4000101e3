-- AlterTable
ALTER TABLE "ProjectEvent" ADD COLUMN     "scopeId" TEXT,
ADD COLUMN     "scopeKind" TEXT;
