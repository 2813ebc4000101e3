-- CreateTable
CREATE TABLE "Source" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "config" TEXT NOT NULL,
    "secret" TEXT,
    "keyColumns" TEXT NOT NULL DEFAULT '[]',
    "fileSha256" TEXT,
    "fileName" TEXT,
    "fileBytes" DOUBLE PRECISION,
    "validators" TEXT,
    "versionId" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SourceRefresh" (
    "id" SERIAL NOT NULL,
    "projectId" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "config" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "outcome" TEXT NOT NULL,
    "versionId" TEXT,
    "number" INTEGER,
    "resultHash" TEXT,
    "bytes" DOUBLE PRECISION,
    "rows" INTEGER,
    "changes" TEXT,
    "error" TEXT,

    CONSTRAINT "SourceRefresh_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Source_datasetId_key" ON "Source"("datasetId");

-- CreateIndex
CREATE INDEX "Source_projectId_idx" ON "Source"("projectId");

-- CreateIndex
CREATE INDEX "Source_fileSha256_idx" ON "Source"("fileSha256");

-- CreateIndex
CREATE INDEX "SourceRefresh_datasetId_id_idx" ON "SourceRefresh"("datasetId", "id");

-- CreateIndex
CREATE INDEX "SourceRefresh_projectId_idx" ON "SourceRefresh"("projectId");

-- AddForeignKey
ALTER TABLE "Source" ADD CONSTRAINT "Source_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceRefresh" ADD CONSTRAINT "SourceRefresh_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;
