-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN "projectId" TEXT;

-- AlterTable
ALTER TABLE "Experiment" ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "number" INTEGER,
ADD COLUMN     "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE "Experiment" e SET "updatedAt" = e."createdAt", "number" = n."number" FROM (SELECT "id", CASE WHEN "name" = 'Default' THEN 0 ELSE row_number() OVER (PARTITION BY "projectId", "name" = 'Default' ORDER BY "id") END AS "number" FROM "Experiment") n WHERE n."id" = e."id";
INSERT INTO "Experiment" ("projectId", "number", "name") SELECT "id", 0, 'Default' FROM "Project" WHERE "id" NOT IN (SELECT "projectId" FROM "Experiment" WHERE "name" = 'Default');
ALTER TABLE "Experiment" ALTER COLUMN "number" SET NOT NULL;

-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "clientUser" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "endTime" BIGINT,
ADD COLUMN     "startTime" BIGINT;
UPDATE "Run" SET "startTime" = round(extract(epoch FROM "startedAt") * 1000), "endTime" = round(extract(epoch FROM "endedAt") * 1000);
ALTER TABLE "Run" ALTER COLUMN "startTime" SET NOT NULL,
DROP COLUMN "endedAt",
DROP COLUMN "startedAt";

-- AlterTable
ALTER TABLE "RegisteredModel" ADD COLUMN     "createdBy" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "lastNumber" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE "RegisteredModel" m SET "updatedAt" = m."createdAt", "lastNumber" = (SELECT coalesce(max(v."number"), 0) FROM "ModelVersion" v WHERE v."modelId" = m."id");

-- AlterTable
ALTER TABLE "ModelVersion" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "loggedModelId" TEXT,
ADD COLUMN     "runLink" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "source" TEXT,
ADD COLUMN     "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ALTER COLUMN "runId" DROP NOT NULL;
UPDATE "ModelVersion" v SET "updatedAt" = v."createdAt", "source" = 'mlflow-artifacts:/' || e."number" || '/' || r."uid" || '/artifacts/model' FROM "Run" r JOIN "Experiment" e ON e."id" = r."experimentId" WHERE r."id" = v."runId";
ALTER TABLE "ModelVersion" ALTER COLUMN "source" SET NOT NULL;

-- CreateTable
CREATE TABLE "ExperimentTag" (
    "experimentId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "ExperimentTag_pkey" PRIMARY KEY ("experimentId","key")
);

-- CreateTable
CREATE TABLE "RunTag" (
    "runId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "RunTag_pkey" PRIMARY KEY ("runId","key")
);

-- CreateTable
CREATE TABLE "MetricKey" (
    "id" SERIAL NOT NULL,
    "projectId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "split" TEXT NOT NULL,

    CONSTRAINT "MetricKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MetricPoint" (
    "runId" INTEGER NOT NULL,
    "keyId" INTEGER NOT NULL,
    "step" BIGINT NOT NULL,
    "time" BIGINT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "nan" INTEGER NOT NULL,

    CONSTRAINT "MetricPoint_pkey" PRIMARY KEY ("runId","keyId","step","time","value","nan")
);

-- CreateTable
CREATE TABLE "MetricLatest" (
    "runId" INTEGER NOT NULL,
    "keyId" INTEGER NOT NULL,
    "experimentId" INTEGER NOT NULL,
    "step" BIGINT NOT NULL,
    "time" BIGINT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "nan" INTEGER NOT NULL,

    CONSTRAINT "MetricLatest_pkey" PRIMARY KEY ("runId","keyId")
);

-- CreateTable
CREATE TABLE "ClientDataset" (
    "id" SERIAL NOT NULL,
    "experimentId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sourceType" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "schema" TEXT,
    "profile" TEXT,

    CONSTRAINT "ClientDataset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunInput" (
    "runId" INTEGER NOT NULL,
    "datasetId" INTEGER NOT NULL,
    "context" TEXT,
    "tags" TEXT NOT NULL DEFAULT '[]',

    CONSTRAINT "RunInput_pkey" PRIMARY KEY ("runId","datasetId")
);

-- CreateTable
CREATE TABLE "RunModel" (
    "runId" INTEGER NOT NULL,
    "modelId" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "step" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "RunModel_pkey" PRIMARY KEY ("runId","modelId","direction")
);

-- CreateTable
CREATE TABLE "LoggedModel" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "experimentId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT,
    "status" TEXT NOT NULL,
    "sourceRunUid" TEXT,
    "createdTime" BIGINT NOT NULL,
    "updatedTime" BIGINT NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "LoggedModel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LoggedModelParam" (
    "modelId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "LoggedModelParam_pkey" PRIMARY KEY ("modelId","key")
);

-- CreateTable
CREATE TABLE "LoggedModelTag" (
    "modelId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "LoggedModelTag_pkey" PRIMARY KEY ("modelId","key")
);

-- CreateTable
CREATE TABLE "LoggedModelMetric" (
    "modelId" TEXT NOT NULL,
    "runUid" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "step" BIGINT NOT NULL,
    "time" BIGINT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "nan" INTEGER NOT NULL,
    "datasetName" TEXT,
    "datasetDigest" TEXT,

    CONSTRAINT "LoggedModelMetric_pkey" PRIMARY KEY ("modelId","key","time","step","runUid")
);

-- CreateTable
CREATE TABLE "LoggedModelArtifact" (
    "modelId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "LoggedModelArtifact_pkey" PRIMARY KEY ("modelId","path")
);

-- CreateTable
CREATE TABLE "RegisteredModelTag" (
    "modelId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "RegisteredModelTag_pkey" PRIMARY KEY ("modelId","key")
);

-- CreateTable
CREATE TABLE "ModelAlias" (
    "modelId" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "number" INTEGER NOT NULL,

    CONSTRAINT "ModelAlias_pkey" PRIMARY KEY ("modelId","alias")
);

-- CreateTable
CREATE TABLE "ModelVersionTag" (
    "versionId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "ModelVersionTag_pkey" PRIMARY KEY ("versionId","key")
);

-- CreateTable
CREATE TABLE "Webhook" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "url" TEXT NOT NULL,
    "events" TEXT NOT NULL,
    "secret" TEXT,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "doneAt" TIMESTAMP(3),
    "error" TEXT,

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "MetricKey_projectId_name_split_idx" ON "MetricKey"("projectId", "name", "split");

-- CreateIndex
CREATE UNIQUE INDEX "MetricKey_projectId_key_key" ON "MetricKey"("projectId", "key");

-- CreateIndex
CREATE INDEX "MetricLatest_experimentId_keyId_nan_value_runId_idx" ON "MetricLatest"("experimentId", "keyId", "nan", "value", "runId");

-- CreateIndex
CREATE UNIQUE INDEX "ClientDataset_experimentId_name_digest_key" ON "ClientDataset"("experimentId", "name", "digest");

-- CreateIndex
CREATE INDEX "RunModel_modelId_idx" ON "RunModel"("modelId");

-- CreateIndex
CREATE INDEX "LoggedModel_projectId_idx" ON "LoggedModel"("projectId");

-- CreateIndex
CREATE INDEX "LoggedModel_experimentId_createdTime_idx" ON "LoggedModel"("experimentId", "createdTime");

-- CreateIndex
CREATE INDEX "LoggedModel_sourceRunUid_idx" ON "LoggedModel"("sourceRunUid");

-- CreateIndex
CREATE UNIQUE INDEX "Webhook_projectId_name_key" ON "Webhook"("projectId", "name");

-- CreateIndex
CREATE INDEX "WebhookDelivery_doneAt_dueAt_idx" ON "WebhookDelivery"("doneAt", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "Experiment_projectId_number_key" ON "Experiment"("projectId", "number");

-- CreateIndex
CREATE INDEX "Run_experimentId_startTime_idx" ON "Run"("experimentId", "startTime");

-- AddForeignKey
ALTER TABLE "ExperimentTag" ADD CONSTRAINT "ExperimentTag_experimentId_fkey" FOREIGN KEY ("experimentId") REFERENCES "Experiment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunTag" ADD CONSTRAINT "RunTag_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegisteredModelTag" ADD CONSTRAINT "RegisteredModelTag_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "RegisteredModel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelAlias" ADD CONSTRAINT "ModelAlias_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "RegisteredModel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelVersionTag" ADD CONSTRAINT "ModelVersionTag_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "ModelVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_webhookId_fkey" FOREIGN KEY ("webhookId") REFERENCES "Webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Latest values become points under keys such as `test/f1`.
INSERT INTO "MetricKey" ("projectId", "key", "name", "split") SELECT DISTINCT r."projectId", m."split" || '/' || m."key", m."key", m."split" FROM "RunMetric" m JOIN "Run" r ON r."id" = m."runId";
INSERT INTO "MetricPoint" ("runId", "keyId", "step", "time", "value", "nan") SELECT r."id", k."id", 0, coalesce(r."endTime", r."startTime"), m."value", 0 FROM "RunMetric" m JOIN "Run" r ON r."id" = m."runId" JOIN "MetricKey" k ON k."projectId" = r."projectId" AND k."name" = m."key" AND k."split" = m."split";
INSERT INTO "MetricLatest" ("runId", "keyId", "experimentId", "step", "time", "value", "nan") SELECT p."runId", p."keyId", r."experimentId", p."step", p."time", p."value", 0 FROM "MetricPoint" p JOIN "Run" r ON r."id" = p."runId";
DROP TABLE "RunMetric";
