-- CreateTable
CREATE TABLE "NotebookOutput" (
    "notebookId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "cellId" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "sha256" TEXT,
    "bytes" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "milliseconds" INTEGER NOT NULL,
    "names" TEXT NOT NULL,
    "reads" TEXT,
    "ranBy" TEXT NOT NULL,
    "ranAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "NotebookOutput_pkey" PRIMARY KEY ("notebookId","cellId")
);

-- CreateIndex
CREATE INDEX "NotebookOutput_sha256_idx" ON "NotebookOutput"("sha256");

-- AddForeignKey
ALTER TABLE "NotebookOutput" ADD CONSTRAINT "NotebookOutput_notebookId_fkey" FOREIGN KEY ("notebookId") REFERENCES "Notebook"("id") ON DELETE CASCADE ON UPDATE CASCADE;
