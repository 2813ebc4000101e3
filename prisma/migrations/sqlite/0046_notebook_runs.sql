-- CreateTable
CREATE TABLE "NotebookRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "notebookId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "jobId" TEXT NOT NULL,
    "inputs" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" DATETIME,
    "ending" TEXT,
    "error" TEXT,
    "sha256" TEXT,
    "bytes" INTEGER,
    "cells" TEXT,
    "reads" TEXT,
    CONSTRAINT "NotebookRun_notebookId_fkey" FOREIGN KEY ("notebookId") REFERENCES "Notebook" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Notebook" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "epoch" TEXT,
    "changes" INTEGER NOT NULL DEFAULT 0,
    "runsAsked" INTEGER NOT NULL DEFAULT 0,
    "createdBy" TEXT NOT NULL,
    "deletedAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO "new_Notebook" ("changes", "createdAt", "createdBy", "deletedAt", "epoch", "id", "projectId", "revision", "title", "updatedAt") SELECT "changes", "createdAt", "createdBy", "deletedAt", "epoch", "id", "projectId", "revision", "title", "updatedAt" FROM "Notebook";
DROP TABLE "Notebook";
ALTER TABLE "new_Notebook" RENAME TO "Notebook";
CREATE INDEX "Notebook_projectId_idx" ON "Notebook"("projectId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "NotebookRun_jobId_key" ON "NotebookRun"("jobId");

-- CreateIndex
CREATE INDEX "NotebookRun_sha256_idx" ON "NotebookRun"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "NotebookRun_notebookId_number_key" ON "NotebookRun"("notebookId", "number");
