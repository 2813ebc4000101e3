import type { Sql } from "@/lib/db/direct";
import { coalesceMany } from "@/lib/db/coalesce";
import { AppError } from "@/lib/errors";
import { jsonSql, type Field } from "./json-sql";
import { runAttributes } from "@/lib/runs/run-order";

const statements = new Map<string, string>();

/**
 * Runs as MLflow's JSON, made by the database, in the order of their ids; those that are gone are left out.
 */
export async function runDocuments(sql: Sql, ids: readonly number[]): Promise<string[]> {
  const documents = await documentsBy(sql, "id", ids);
  return ids.map((id) => documents.get(id)?.document).filter((document) => document !== undefined);
}

type By = "id" | "uid";
type Row = { by: number | string; projectId: string; document: string };

async function documentsBy(sql: Sql, by: By, wanted: readonly (number | string)[]) {
  if (wanted.length === 0) return new Map<number | string, Row>();
  const name = `${sql.provider} ${by}`;
  const text = statements.get(name) ?? statement(sql, by);
  statements.set(name, text);
  const rows = await sql.all<Row>(text, [JSON.stringify([...new Set(wanted)])]);
  return new Map(rows.map((row) => [row.by, row]));
}

const documentOf = coalesceMany(async (sql, wanted: { projectId: string; uid: string }[]) => {
  const rows = await documentsBy(
    sql,
    "uid",
    wanted.map(({ uid }) => uid),
  );
  return wanted.map(({ projectId, uid }) => {
    const row = rows.get(uid);
    return row?.projectId === projectId ? row.document : undefined;
  });
});

/**
 * Runs by their ids, each looked up by itself: PostgreSQL would read a young table whole for a list that it
 * cannot count.
 */
function runsBy({ provider }: Sql, by: By): string {
  if (provider === "sqlite")
    return `FROM json_each($1) a CROSS JOIN "Run" r ON r."${by}" = a.value
      JOIN "Experiment" e ON e."id" = r."experimentId"`;
  return `FROM json_array_elements_text($1::json) a
    CROSS JOIN LATERAL (SELECT * FROM "Run" WHERE "${by}" = a.value${by === "id" ? "::int" : ""} OFFSET 0) r
    CROSS JOIN LATERAL (SELECT "number" FROM "Experiment" WHERE "id" = r."experimentId" OFFSET 0) e`;
}

/**
 * The pairs of a run along their index. By the limit, which PostgreSQL cannot know beforehand, it does not
 * read the whole table when it takes a run for one of the few that have very many.
 */
function pairsOf(table: "RunParam" | "RunTag"): string {
  return `(SELECT "key", "value" FROM "${table}" WHERE "runId" = r."id" ORDER BY "key"
    LIMIT (SELECT ${2 ** 31 - 1}))`;
}

function statement(sql: Sql, by: By): string {
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
      params: json.pairs(`FROM ${pairsOf("RunParam")} f`),
      tags: json.pairs(`FROM ${pairsOf("RunTag")} f`),
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
  return `SELECT r."${by}" AS "by", r."projectId", ${document} AS "document" ${runsBy(sql, by)}`;
}

/**
 * One run as MLflow's JSON; those who ask for runs in one turn share the reading.
 * @throws {AppError} NOT_FOUND when the project has no such run
 */
export async function runDocument(
  sql: Sql,
  { projectId, uid }: { projectId: string; uid: string },
): Promise<string> {
  const document = await documentOf(sql, { projectId, uid });
  if (document === undefined) throw new AppError("NOT_FOUND", `Run with id=${uid} not found`);
  return document;
}
