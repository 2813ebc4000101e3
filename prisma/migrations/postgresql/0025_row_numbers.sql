-- AlterTable
ALTER TABLE "DatasetVersion" ADD COLUMN     "fileBytes" DOUBLE PRECISION,
ADD COLUMN     "fileSha256" TEXT,
ADD COLUMN     "importNote" TEXT;

-- CreateIndex
CREATE INDEX "DatasetVersion_fileSha256_idx" ON "DatasetVersion"("fileSha256");
