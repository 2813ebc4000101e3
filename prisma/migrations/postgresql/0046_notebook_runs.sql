-- AlterTable
ALTER TABLE "Notebook" ADD COLUMN     "runsAsked" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "NotebookRun" (
    "id" TEXT NOT NULL,
    "notebookId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "jobId" TEXT NOT NULL,
    "inputs" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMP(3),
    "ending" TEXT,
    "error" TEXT,
    "sha256" TEXT,
    "bytes" INTEGER,
    "cells" TEXT,
    "reads" TEXT,

    CONSTRAINT "NotebookRun_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "NotebookRun_jobId_key" ON "NotebookRun"("jobId");

-- CreateIndex
CREATE INDEX "NotebookRun_sha256_idx" ON "NotebookRun"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "NotebookRun_notebookId_number_key" ON "NotebookRun"("notebookId", "number");

-- AddForeignKey
ALTER TABLE "NotebookRun" ADD CONSTRAINT "NotebookRun_notebookId_fkey" FOREIGN KEY ("notebookId") REFERENCES "Notebook"("id") ON DELETE CASCADE ON UPDATE CASCADE;
