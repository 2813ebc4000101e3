-- CreateIndex
CREATE INDEX "LineageEdge_fromKind_fromId_idx" ON "LineageEdge"("fromKind", "fromId");

-- CreateIndex
CREATE INDEX "LineageEdge_toKind_toId_idx" ON "LineageEdge"("toKind", "toId");

-- CreateIndex
CREATE INDEX "DatasetVersion_sha256_idx" ON "DatasetVersion"("sha256");

-- CreateIndex
CREATE INDEX "DatasetVersion_sourceHash_idx" ON "DatasetVersion"("sourceHash");

-- CreateIndex
CREATE INDEX "DatasetProfile_sha256_idx" ON "DatasetProfile"("sha256");

-- CreateIndex
CREATE INDEX "LoggedModelArtifact_sha256_idx" ON "LoggedModelArtifact"("sha256");

-- CreateIndex
CREATE INDEX "RunArtifact_sha256_idx" ON "RunArtifact"("sha256");
