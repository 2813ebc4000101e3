-- AlterTable
ALTER TABLE "Project" ADD COLUMN "maskKey" TEXT;

-- AlterTable
ALTER TABLE "Dataset" ADD COLUMN "masks" TEXT;

-- AlterTable
ALTER TABLE "DatasetVersion" ADD COLUMN "readThrough" TEXT;

-- CreateTable
CREATE TABLE "MaskedVersion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" REAL NOT NULL,
    "fileSha256" TEXT,
    "fileBytes" REAL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "MaskedVersion_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "DatasetVersion" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "MaskedVersion_projectId_idx" ON "MaskedVersion"("projectId");

-- CreateIndex
CREATE INDEX "MaskedVersion_sha256_idx" ON "MaskedVersion"("sha256");

-- CreateIndex
CREATE INDEX "MaskedVersion_fileSha256_idx" ON "MaskedVersion"("fileSha256");

-- CreateIndex
CREATE UNIQUE INDEX "MaskedVersion_versionId_key_key" ON "MaskedVersion"("versionId", "key");
