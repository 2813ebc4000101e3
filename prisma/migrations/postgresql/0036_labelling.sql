-- CreateTable
CREATE TABLE "LabelTask" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "datasetId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "classes" TEXT NOT NULL,
    "ordinal" BOOLEAN NOT NULL DEFAULT false,
    "columns" TEXT NOT NULL,
    "choice" TEXT NOT NULL,
    "perRow" INTEGER NOT NULL DEFAULT 1,
    "role" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closedAt" TIMESTAMP(3),

    CONSTRAINT "LabelTask_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LabelRow" (
    "taskId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    "labels" INTEGER NOT NULL DEFAULT 0,
    "settled" INTEGER,
    "settledHow" TEXT,
    "settledBy" TEXT,
    "settledAt" TIMESTAMP(3),

    CONSTRAINT "LabelRow_pkey" PRIMARY KEY ("taskId","position")
);

-- CreateTable
CREATE TABLE "Label" (
    "id" SERIAL NOT NULL,
    "taskId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "userId" TEXT NOT NULL,
    "class" INTEGER,
    "note" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Label_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LabelLease" (
    "taskId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "LabelLease_pkey" PRIMARY KEY ("taskId","userId")
);

-- CreateIndex
CREATE INDEX "LabelTask_projectId_idx" ON "LabelTask"("projectId");

-- CreateIndex
CREATE INDEX "LabelTask_versionId_idx" ON "LabelTask"("versionId");

-- CreateIndex
CREATE UNIQUE INDEX "LabelTask_datasetId_name_key" ON "LabelTask"("datasetId", "name");

-- CreateIndex
CREATE INDEX "LabelRow_taskId_labels_position_idx" ON "LabelRow"("taskId", "labels", "position");

-- CreateIndex
CREATE INDEX "Label_taskId_userId_at_idx" ON "Label"("taskId", "userId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Label_taskId_position_userId_key" ON "Label"("taskId", "position", "userId");

-- CreateIndex
CREATE INDEX "LabelLease_taskId_position_idx" ON "LabelLease"("taskId", "position");

-- AddForeignKey
ALTER TABLE "LabelRow" ADD CONSTRAINT "LabelRow_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "LabelTask"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Label" ADD CONSTRAINT "Label_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "LabelTask"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LabelLease" ADD CONSTRAINT "LabelLease_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "LabelTask"("id") ON DELETE CASCADE ON UPDATE CASCADE;
