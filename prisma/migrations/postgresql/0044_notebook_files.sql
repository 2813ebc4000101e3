-- CreateTable
CREATE TABLE "NotebookFile" (
    "notebookId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,

    CONSTRAINT "NotebookFile_pkey" PRIMARY KEY ("notebookId")
);

-- CreateIndex
CREATE INDEX "NotebookFile_sha256_idx" ON "NotebookFile"("sha256");

-- AddForeignKey
ALTER TABLE "NotebookFile" ADD CONSTRAINT "NotebookFile_notebookId_fkey" FOREIGN KEY ("notebookId") REFERENCES "Notebook"("id") ON DELETE CASCADE ON UPDATE CASCADE;
