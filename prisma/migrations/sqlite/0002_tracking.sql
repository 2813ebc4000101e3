-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN "projectId" TEXT;


-- CreateTable
CREATE TABLE "ExperimentTag" (
    "experimentId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("experimentId", "key"),
    CONSTRAINT "ExperimentTag_experimentId_fkey" FOREIGN KEY ("experimentId") REFERENCES "Experiment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RunTag" (
    "runId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("runId", "key"),
    CONSTRAINT "RunTag_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "MetricKey" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "projectId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "split" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "MetricPoint" (
    "runId" INTEGER NOT NULL,
    "keyId" INTEGER NOT NULL,
    "step" BIGINT NOT NULL,
    "time" BIGINT NOT NULL,
    "value" REAL NOT NULL,
    "nan" INTEGER NOT NULL,

    PRIMARY KEY ("runId", "keyId", "step", "time", "value", "nan")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "MetricLatest" (
    "runId" INTEGER NOT NULL,
    "keyId" INTEGER NOT NULL,
    "experimentId" INTEGER NOT NULL,
    "step" BIGINT NOT NULL,
    "time" BIGINT NOT NULL,
    "value" REAL NOT NULL,
    "nan" INTEGER NOT NULL,

    PRIMARY KEY ("runId", "keyId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "ClientDataset" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "experimentId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sourceType" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "schema" TEXT,
    "profile" TEXT
);

-- CreateTable
CREATE TABLE "RunInput" (
    "runId" INTEGER NOT NULL,
    "datasetId" INTEGER NOT NULL,
    "context" TEXT,
    "tags" TEXT NOT NULL DEFAULT '[]',

    PRIMARY KEY ("runId", "datasetId")
);

-- CreateTable
CREATE TABLE "RunModel" (
    "runId" INTEGER NOT NULL,
    "modelId" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "step" BIGINT NOT NULL DEFAULT 0,

    PRIMARY KEY ("runId", "modelId", "direction")
);

-- CreateTable
CREATE TABLE "LoggedModel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "experimentId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT,
    "status" TEXT NOT NULL,
    "sourceRunUid" TEXT,
    "createdTime" BIGINT NOT NULL,
    "updatedTime" BIGINT NOT NULL,
    "deletedAt" DATETIME
);

-- CreateTable
CREATE TABLE "LoggedModelParam" (
    "modelId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("modelId", "key")
);

-- CreateTable
CREATE TABLE "LoggedModelTag" (
    "modelId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("modelId", "key")
);

-- CreateTable
CREATE TABLE "LoggedModelMetric" (
    "modelId" TEXT NOT NULL,
    "runUid" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "step" BIGINT NOT NULL,
    "time" BIGINT NOT NULL,
    "value" REAL NOT NULL,
    "nan" INTEGER NOT NULL,
    "datasetName" TEXT,
    "datasetDigest" TEXT,

    PRIMARY KEY ("modelId", "key", "time", "step", "runUid")
);

-- CreateTable
CREATE TABLE "LoggedModelArtifact" (
    "modelId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" REAL NOT NULL,

    PRIMARY KEY ("modelId", "path")
);

-- CreateTable
CREATE TABLE "RegisteredModelTag" (
    "modelId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("modelId", "key"),
    CONSTRAINT "RegisteredModelTag_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "RegisteredModel" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ModelAlias" (
    "modelId" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "number" INTEGER NOT NULL,

    PRIMARY KEY ("modelId", "alias"),
    CONSTRAINT "ModelAlias_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "RegisteredModel" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ModelVersionTag" (
    "versionId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("versionId", "key"),
    CONSTRAINT "ModelVersionTag_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "ModelVersion" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Webhook" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "url" TEXT NOT NULL,
    "events" TEXT NOT NULL,
    "secret" TEXT,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "webhookId" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "doneAt" DATETIME,
    "error" TEXT,
    CONSTRAINT "WebhookDelivery_webhookId_fkey" FOREIGN KEY ("webhookId") REFERENCES "Webhook" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
CREATE TABLE "new_Experiment" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "projectId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" DATETIME
);
INSERT INTO "new_Experiment" ("createdAt", "updatedAt", "id", "name", "projectId", "number") SELECT "createdAt", "createdAt", "id", "name", "projectId", CASE WHEN "name" = 'Default' THEN 0 ELSE row_number() OVER (PARTITION BY "projectId", "name" = 'Default' ORDER BY "id") END FROM "Experiment";
INSERT INTO "new_Experiment" ("projectId", "number", "name") SELECT "id", 0, 'Default' FROM "Project" WHERE "id" NOT IN (SELECT "projectId" FROM "Experiment" WHERE "name" = 'Default');
DROP TABLE "Experiment";
ALTER TABLE "new_Experiment" RENAME TO "Experiment";
CREATE UNIQUE INDEX "Experiment_projectId_name_key" ON "Experiment"("projectId", "name");
CREATE UNIQUE INDEX "Experiment_projectId_number_key" ON "Experiment"("projectId", "number");
CREATE TABLE "new_Run" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uid" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "experimentId" INTEGER NOT NULL,
    "parentId" INTEGER,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "clientUser" TEXT NOT NULL DEFAULT '',
    "jobId" TEXT,
    "datasetVersionId" TEXT,
    "provenance" TEXT NOT NULL DEFAULT '{}',
    "startTime" BIGINT NOT NULL,
    "endTime" BIGINT,
    "deletedAt" DATETIME,
    CONSTRAINT "Run_experimentId_fkey" FOREIGN KEY ("experimentId") REFERENCES "Experiment" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Run" ("createdBy", "datasetVersionId", "deletedAt", "experimentId", "id", "jobId", "name", "parentId", "projectId", "provenance", "status", "uid", "startTime", "endTime") SELECT "createdBy", "datasetVersionId", "deletedAt", "experimentId", "id", "jobId", "name", "parentId", "projectId", "provenance", "status", "uid", CAST(round(unixepoch("startedAt", 'subsec') * 1000) AS INTEGER), CAST(round(unixepoch("endedAt", 'subsec') * 1000) AS INTEGER) FROM "Run";
DROP TABLE "Run";
ALTER TABLE "new_Run" RENAME TO "Run";
CREATE UNIQUE INDEX "Run_uid_key" ON "Run"("uid");
CREATE INDEX "Run_projectId_experimentId_id_idx" ON "Run"("projectId", "experimentId", "id");
CREATE INDEX "Run_experimentId_startTime_idx" ON "Run"("experimentId", "startTime");
CREATE INDEX "Run_parentId_idx" ON "Run"("parentId");
CREATE TABLE "new_RegisteredModel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL DEFAULT '',
    "lastNumber" INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "new_RegisteredModel" ("createdAt", "description", "id", "name", "projectId", "updatedAt", "lastNumber") SELECT "createdAt", "description", "id", "name", "projectId", "createdAt", (SELECT coalesce(max("number"), 0) FROM "ModelVersion" v WHERE v."modelId" = "RegisteredModel"."id") FROM "RegisteredModel";
DROP TABLE "RegisteredModel";
ALTER TABLE "new_RegisteredModel" RENAME TO "RegisteredModel";
CREATE UNIQUE INDEX "RegisteredModel_projectId_name_key" ON "RegisteredModel"("projectId", "name");
CREATE TABLE "new_ModelVersion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "modelId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "runId" INTEGER,
    "loggedModelId" TEXT,
    "source" TEXT NOT NULL,
    "runLink" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "stage" TEXT NOT NULL DEFAULT 'None',
    "stageAt" DATETIME,
    "stageBy" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "ModelVersion_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "RegisteredModel" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_ModelVersion" ("createdAt", "createdBy", "id", "modelId", "number", "projectId", "runId", "stage", "stageAt", "stageBy", "updatedAt", "source") SELECT "createdAt", "createdBy", "id", "modelId", "number", "projectId", "runId", "stage", "stageAt", "stageBy", "createdAt", (SELECT 'mlflow-artifacts:/' || e."number" || '/' || r."uid" || '/artifacts/model' FROM "Run" r JOIN "Experiment" e ON e."id" = r."experimentId" WHERE r."id" = "ModelVersion"."runId") FROM "ModelVersion";
DROP TABLE "ModelVersion";
ALTER TABLE "new_ModelVersion" RENAME TO "ModelVersion";
CREATE INDEX "ModelVersion_projectId_idx" ON "ModelVersion"("projectId");
CREATE UNIQUE INDEX "ModelVersion_modelId_number_key" ON "ModelVersion"("modelId", "number");

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

-- What Prisma's schema cannot say: a model has at most one version in Production.
CREATE UNIQUE INDEX "ModelVersion_one_production" ON "ModelVersion"("modelId") WHERE "stage" = 'Production';

-- Latest values become points under keys such as `test/f1`.
INSERT INTO "MetricKey" ("projectId", "key", "name", "split") SELECT DISTINCT r."projectId", m."split" || '/' || m."key", m."key", m."split" FROM "RunMetric" m JOIN "Run" r ON r."id" = m."runId";
INSERT INTO "MetricPoint" ("runId", "keyId", "step", "time", "value", "nan") SELECT r."id", k."id", 0, coalesce(r."endTime", r."startTime"), m."value", 0 FROM "RunMetric" m JOIN "Run" r ON r."id" = m."runId" JOIN "MetricKey" k ON k."projectId" = r."projectId" AND k."name" = m."key" AND k."split" = m."split";
INSERT INTO "MetricLatest" ("runId", "keyId", "experimentId", "step", "time", "value", "nan") SELECT p."runId", p."keyId", r."experimentId", p."step", p."time", p."value", 0 FROM "MetricPoint" p JOIN "Run" r ON r."id" = p."runId";
DROP TABLE "RunMetric";
