-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN "madeWith" TEXT;

-- CreateIndex
CREATE INDEX "ApiToken_madeWith_idx" ON "ApiToken"("madeWith");
