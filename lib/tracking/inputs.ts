import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { directOf, type Sql } from "@/lib/db/direct";
import { requireActiveRun } from "@/lib/runs/client-runs";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { jsonObject } from "@/lib/json";
import type * as z from "zod";
import type { logInputsInput, logModelInput, logOutputsInput } from "./run-schema";

/**
 * Notes which datasets and models a run used; what is noted already stays as it is.
 * @throws {AppError} NOT_FOUND; INVALID for a deleted run
 */
export async function logInputs(
  db: Db,
  actor: Actor,
  projectId: string,
  { run_id, datasets, models }: z.output<typeof logInputsInput>,
): Promise<void> {
  await directOf(db).transaction(async (sql) => {
    const { id: runId, subject } = await requireActiveRun(sql, projectId, run_id);
    record(sql, actor, { name: "run.log", projectId, subject, detail: {} });
    for (const { dataset, tags } of datasets) {
      const values = [
        dataset.name,
        dataset.digest,
        dataset.source_type,
        dataset.source,
        dataset.schema ?? null,
        dataset.profile ?? null,
      ];
      await sql.all(
        `INSERT INTO "ClientDataset"
           ("experimentId", "name", "digest", "sourceType", "source", "schema", "profile")
         SELECT "experimentId", $2, $3, $4, $5, $6, $7 FROM "Run" WHERE "id" = $1
         ON CONFLICT DO NOTHING`,
        [runId, ...values],
      );
      const context = tags.find(({ key }) => key === "mlflow.data.context")?.value ?? null;
      await sql.all(
        `INSERT INTO "RunInput" ("runId", "datasetId", "context", "tags")
         SELECT r."id", d."id", $4, $5 FROM "Run" r JOIN "ClientDataset" d
           ON d."experimentId" = r."experimentId" AND d."name" = $2 AND d."digest" = $3
         WHERE r."id" = $1 ON CONFLICT DO NOTHING`,
        [runId, dataset.name, dataset.digest, context, JSON.stringify(tags)],
      );
    }
    await linkModels(sql, projectId, {
      runId,
      direction: "input",
      models: models.map(({ model_id }) => ({ model_id, step: 0 })),
    });
  });
}

/** Notes which models a run made. @throws {AppError} NOT_FOUND; INVALID for a deleted run */
export async function logOutputs(
  db: Db,
  actor: Actor,
  projectId: string,
  { run_id, models }: z.output<typeof logOutputsInput>,
): Promise<void> {
  await directOf(db).transaction(async (sql) => {
    const { id: runId, subject } = await requireActiveRun(sql, projectId, run_id);
    record(sql, actor, { name: "run.log", projectId, subject, detail: {} });
    await linkModels(sql, projectId, { runId, direction: "output", models });
  });
}

async function linkModels(
  sql: Sql,
  projectId: string,
  {
    runId,
    direction,
    models,
  }: { runId: number; direction: "input" | "output"; models: readonly { model_id: string; step: number }[] },
): Promise<void> {
  for (const { model_id, step } of models) {
    const [model] = await sql.all(`SELECT "id" FROM "LoggedModel" WHERE "projectId" = $1 AND "id" = $2`, [
      projectId,
      model_id,
    ]);
    if (!model) throw new AppError("NOT_FOUND", `Logged model with ID '${model_id}' not found.`);
    await sql.all(
      `INSERT INTO "RunModel" ("runId", "modelId", "direction", "step")
       VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [runId, model_id, direction, step],
    );
  }
}

/**
 * Notes a model the way that clients before MLflow 3 do: as an entry of a tag.
 * @throws {AppError} INVALID for what is no JSON object
 */
export async function recordModel(
  db: Db,
  actor: Actor,
  projectId: string,
  { run_id, model_json }: z.output<typeof logModelInput>,
): Promise<void> {
  const model = modelInfo(model_json);
  await directOf(db).transaction(async (sql) => {
    const { id: runId, subject } = await requireActiveRun(sql, projectId, run_id);
    record(sql, actor, { name: "run.log", projectId, subject, detail: {} });
    const [tag] = await sql.all<{ value: string }>(
      `SELECT "value" FROM "RunTag" WHERE "runId" = $1 AND "key" = 'mlflow.log-model.history'`,
      [runId],
    );
    const before = tag ? (JSON.parse(tag.value) as unknown[]) : [];
    await sql.insert(
      "RunTag",
      {
        runId: { type: "int", values: [runId] },
        key: { type: "text", values: ["mlflow.log-model.history"] },
        value: { type: "text", values: [JSON.stringify([...before, model])] },
      },
      `ON CONFLICT ("runId", "key") DO UPDATE SET "value" = excluded."value"`,
    );
  });
}

const required = ["artifact_path", "flavors", "utc_time_created", "run_id"];

function modelInfo(text: string): object {
  const info = jsonObject(text, "Malformed model info: 'model_json' is no JSON object.");
  const missing = required.filter((field) => !(field in info));
  if (missing.length > 0)
    throw new AppError("INVALID", `Model json is missing mandatory fields: ${missing.join(", ")}`);
  return info;
}
