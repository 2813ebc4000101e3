import type { Provider } from "@/lib/db/client";
import { inList } from "@/lib/db/group-commit";
import type { Sql } from "@/lib/db/direct";
import { coalesceMany } from "@/lib/db/coalesce";
import { AppError } from "@/lib/errors";
import { jsonSql, type Field } from "./json-sql";
import { runAttributes } from "@/lib/runs/run-order";

const statements = new Map<Provider, string>();

/**
 * Runs as MLflow's JSON, made by the database, in the order of their ids; those that are gone are left out.
 */
export async function runDocuments(sql: Sql, ids: readonly number[]): Promise<string[]> {
  return (await documentsOf(sql, ids)).filter((document) => document !== undefined);
}

async function documentsOf(sql: Sql, ids: readonly number[]): Promise<(string | undefined)[]> {
  if (ids.length === 0) return [];
  const text = statements.get(sql.provider) ?? statement(sql);
  statements.set(sql.provider, text);
  const rows = await sql.all<{ id: number; document: string }>(text, [JSON.stringify(ids)]);
  const byId = new Map(rows.map(({ id, document }) => [id, document]));
  return ids.map((id) => byId.get(id));
}

const documentOf = coalesceMany(documentsOf);

function statement(sql: Sql): string {
  const json = jsonSql(sql.provider);
  const metric = {
    key: { text: `k."key"` },
    value: { metric: "f" },
    timestamp: { whole: `f."time"` },
    step: { whole: `f."step"` },
  };
  const dataset = json.object({
    name: { text: `d."name"` },
    digest: { text: `d."digest"` },
    source_type: { text: `d."sourceType"` },
    source: { text: `d."source"` },
    schema: { text: `d."schema"` },
    profile: { text: `d."profile"` },
  });
  const info = {
    run_uuid: { text: `r."uid"` },
    run_id: { text: `r."uid"` },
    run_name: { text: `r."name"` },
    experiment_id: { text: `CAST(e."number" AS TEXT)` },
    user_id: { text: `r."clientUser"` },
    status: { text: `r."status"` },
    start_time: { whole: `r."startTime"` },
    artifact_uri: { text: runAttributes.artifact_uri! },
    lifecycle_stage: { text: `CASE WHEN r."deletedAt" IS NULL THEN 'active' ELSE 'deleted' END` },
  };
  const models = (direction: string, item: Record<string, Field>) =>
    json.list(
      json.object(item),
      `FROM "RunModel" f WHERE f."runId" = r."id" AND f."direction" = '${direction}'`,
    );
  const document = json.object({
    info: `CASE WHEN r."endTime" IS NULL THEN ${json.object(info)}
      ELSE ${json.object({ ...info, end_time: { whole: `r."endTime"` } })} END`,
    data: json.object({
      metrics: json.list(
        json.object(metric),
        `FROM "MetricLatest" f JOIN "MetricKey" k ON k."id" = f."keyId" WHERE f."runId" = r."id"`,
      ),
      params: json.pairs(`FROM "RunParam" f WHERE f."runId" = r."id"`),
      tags: json.pairs(`FROM "RunTag" f WHERE f."runId" = r."id"`),
    }),
    inputs: json.object({
      dataset_inputs: json.list(
        json.object({ tags: { stored: `f."tags"` }, dataset }),
        `FROM "RunInput" f JOIN "ClientDataset" d ON d."id" = f."datasetId" WHERE f."runId" = r."id"`,
      ),
      model_inputs: models("input", { model_id: { text: `f."modelId"` } }),
    }),
    outputs: json.object({
      model_outputs: models("output", { model_id: { text: `f."modelId"` }, step: { whole: `f."step"` } }),
    }),
  });
  return `SELECT r."id" AS "id", ${document} AS "document" FROM "Run" r
    JOIN "Experiment" e ON e."id" = r."experimentId" WHERE r."id" IN ${inList(sql, "$1", "int")}`;
}

/**
 * One run as MLflow's JSON, by its inner id or its own.
 * @throws {AppError} NOT_FOUND when the project has no such run
 */
export async function runDocument(
  sql: Sql,
  by: number | { projectId: string; uid: string },
): Promise<string> {
  const id =
    typeof by === "number"
      ? by
      : (
          await sql.all<{ id: number }>(`SELECT "id" FROM "Run" WHERE "projectId" = $1 AND "uid" = $2`, [
            by.projectId,
            by.uid,
          ])
        )[0]?.id;
  const document = id === undefined ? undefined : await documentOf(sql, id);
  if (!document)
    throw new AppError("NOT_FOUND", `Run with id=${typeof by === "number" ? by : by.uid} not found`);
  return document;
}
