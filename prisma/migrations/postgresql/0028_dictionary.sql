-- AlterTable
ALTER TABLE "Dataset" ADD COLUMN     "dictionary" TEXT;

-- AlterTable
ALTER TABLE "DatasetVersion" ADD COLUMN     "validation" TEXT;
