-- AlterTable
ALTER TABLE "Notebook" ADD COLUMN "epoch" TEXT;

-- AlterTable
ALTER TABLE "Notebook" ADD COLUMN "changes" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "NotebookState" (
    "notebookId" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL,
    CONSTRAINT "NotebookState_notebookId_fkey" FOREIGN KEY ("notebookId") REFERENCES "Notebook" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "NotebookChange" (
    "notebookId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BLOB NOT NULL,
    "savedBy" TEXT NOT NULL,
    "savedAt" DATETIME NOT NULL,

    PRIMARY KEY ("notebookId", "number"),
    CONSTRAINT "NotebookChange_notebookId_fkey" FOREIGN KEY ("notebookId") REFERENCES "Notebook" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
