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
    "ranAt" DATETIME NOT NULL,

    PRIMARY KEY ("notebookId", "cellId"),
    CONSTRAINT "NotebookOutput_notebookId_fkey" FOREIGN KEY ("notebookId") REFERENCES "Notebook" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "NotebookOutput_sha256_idx" ON "NotebookOutput"("sha256");
