import type { Provider } from "@/lib/db/client";
import { inList } from "@/lib/db/group-commit";
import type { Sql } from "@/lib/db/direct";
import { readManyTogether } from "@/lib/db/read-together";
import { AppError } from "@/lib/errors";
import { jsonSql, keyValue } from "./json-sql";

/** Where a run's files are, in the words of MLflow's clients: below the tracking address, whatever it is. */
export const artifactRootSql = `'mlflow-artifacts:/' || e."number" || '/' || r."uid" || '/artifacts'`;

const statements = new Map<Provider, string>();

/** Runs as MLflow's JSON, made by the database, in the order of their ids; those that are gone are left out. */
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

const documentOf = readManyTogether(documentsOf);

function statement(sql: Sql): string {
  const json = jsonSql(sql.provider);
  const metric = { key: { text: `k."key"` }, value: { metric: "f" }, timestamp: { whole: `f."time"` }, step: { whole: `f."step"` } };
  const dataset = json.object({ name: `d."name"`, digest: `d."digest"`, source_type: `d."sourceType"`, source: `d."source"`, schema: `d."schema"`, profile: `d."profile"` });
  const info = {
    run_uuid: `r."uid"`, run_id: `r."uid"`, run_name: `r."name"`, experiment_id: `CAST(e."number" AS TEXT)`, user_id: `r."clientUser"`, status: `r."status"`, start_time: `r."startTime"`,
    artifact_uri: artifactRootSql, lifecycle_stage: `CASE WHEN r."deletedAt" IS NULL THEN 'active' ELSE 'deleted' END`,
  };
  const models = (direction: string, item: string) => json.list(item, `FROM "RunModel" f WHERE f."runId" = r."id" AND f."direction" = '${direction}'`);
  const document = json.object({
    info: `CASE WHEN r."endTime" IS NULL THEN ${json.object(info)} ELSE ${json.object({ ...info, end_time: `r."endTime"` })} END`,
    data: json.object({
      metrics: json.rows(metric, `FROM "MetricLatest" f JOIN "MetricKey" k ON k."id" = f."keyId" WHERE f."runId" = r."id"`),
      params: json.rows(keyValue, `FROM "RunParam" f WHERE f."runId" = r."id"`),
      tags: json.rows(keyValue, `FROM "RunTag" f WHERE f."runId" = r."id"`),
    }),
    inputs: json.object({
      dataset_inputs: json.list(json.object({ tags: json.parsed(`f."tags"`), dataset }), `FROM "RunInput" f JOIN "ClientDataset" d ON d."id" = f."datasetId" WHERE f."runId" = r."id"`),
      model_inputs: models("input", json.object({ model_id: `f."modelId"` })),
    }),
    outputs: json.object({ model_outputs: models("output", json.object({ model_id: `f."modelId"`, step: `f."step"` })) }),
  });
  return `SELECT r."id" AS "id", ${json.asText(document)} AS "document" FROM "Run" r JOIN "Experiment" e ON e."id" = r."experimentId" WHERE r."id" IN ${inList(sql, "$1", "int")}`;
}

/** One run as MLflow's JSON, by its inner id or its own. @throws {AppError} NOT_FOUND when the project has no such run */
export async function runDocument(sql: Sql, by: number | { projectId: string; uid: string }): Promise<string> {
  const id = typeof by === "number" ? by : (await sql.all<{ id: number }>(`SELECT "id" FROM "Run" WHERE "projectId" = $1 AND "uid" = $2`, [by.projectId, by.uid]))[0]?.id;
  const document = id === undefined ? undefined : await documentOf(sql, id);
  if (!document) throw new AppError("NOT_FOUND", `Run with id=${typeof by === "number" ? by : by.uid} not found`);
  return document;
}
