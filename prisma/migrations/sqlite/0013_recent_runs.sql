-- CreateIndex
CREATE INDEX "Run_projectId_id_idx" ON "Run"("projectId", "id");
