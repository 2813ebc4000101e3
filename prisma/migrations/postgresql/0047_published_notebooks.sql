-- AlterTable
ALTER TABLE "Notebook" ADD COLUMN     "publishedAt" TIMESTAMP(3),
ADD COLUMN     "publishedBy" TEXT,
ADD COLUMN     "publishedCode" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "publishedRevision" INTEGER;
