-- DropIndex
DROP INDEX "Run_projectId_experimentId_id_idx";

-- CreateIndex
CREATE INDEX "Run_projectId_startTime_idx" ON "Run"("projectId", "startTime");
