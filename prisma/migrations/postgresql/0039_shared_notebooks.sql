-- AlterTable
ALTER TABLE "Notebook" ADD COLUMN     "changes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "epoch" TEXT;

-- CreateTable
CREATE TABLE "NotebookState" (
    "notebookId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "NotebookState_pkey" PRIMARY KEY ("notebookId")
);

-- CreateTable
CREATE TABLE "NotebookChange" (
    "notebookId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "savedBy" TEXT NOT NULL,
    "savedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "NotebookChange_pkey" PRIMARY KEY ("notebookId","number")
);

-- AddForeignKey
ALTER TABLE "NotebookState" ADD CONSTRAINT "NotebookState_notebookId_fkey" FOREIGN KEY ("notebookId") REFERENCES "Notebook"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NotebookChange" ADD CONSTRAINT "NotebookChange_notebookId_fkey" FOREIGN KEY ("notebookId") REFERENCES "Notebook"("id") ON DELETE CASCADE ON UPDATE CASCADE;
