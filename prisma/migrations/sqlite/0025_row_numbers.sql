-- AlterTable
ALTER TABLE "DatasetVersion" ADD COLUMN "fileBytes" REAL;
ALTER TABLE "DatasetVersion" ADD COLUMN "fileSha256" TEXT;
ALTER TABLE "DatasetVersion" ADD COLUMN "importNote" TEXT;

-- CreateIndex
CREATE INDEX "DatasetVersion_fileSha256_idx" ON "DatasetVersion"("fileSha256");
