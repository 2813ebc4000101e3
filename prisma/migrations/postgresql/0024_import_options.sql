-- AlterTable
ALTER TABLE "DatasetVersion" ADD COLUMN     "failedSha256" TEXT,
ADD COLUMN     "importedWith" TEXT;

-- CreateTable
CREATE TABLE "Upload" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" DOUBLE PRECISION NOT NULL,
    "fileName" TEXT NOT NULL,
    "dataset" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Upload_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Upload_projectId_idx" ON "Upload"("projectId");

-- CreateIndex
CREATE INDEX "Upload_sha256_idx" ON "Upload"("sha256");

-- CreateIndex
CREATE INDEX "Upload_createdAt_idx" ON "Upload"("createdAt");

-- CreateIndex
CREATE INDEX "DatasetVersion_failedSha256_idx" ON "DatasetVersion"("failedSha256");
