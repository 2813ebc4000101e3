-- AlterTable
ALTER TABLE "DatasetVersion" ADD COLUMN "failedSha256" TEXT;
ALTER TABLE "DatasetVersion" ADD COLUMN "importedWith" TEXT;

-- CreateTable
CREATE TABLE "Upload" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" REAL NOT NULL,
    "fileName" TEXT NOT NULL,
    "dataset" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateIndex
CREATE INDEX "Upload_projectId_idx" ON "Upload"("projectId");

-- CreateIndex
CREATE INDEX "Upload_sha256_idx" ON "Upload"("sha256");

-- CreateIndex
CREATE INDEX "Upload_createdAt_idx" ON "Upload"("createdAt");

-- CreateIndex
CREATE INDEX "DatasetVersion_failedSha256_idx" ON "DatasetVersion"("failedSha256");
