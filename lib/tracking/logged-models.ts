import type * as z from "zod";
import type { AccessFilter } from "@/lib/auth/access-filter";
import type { Sql } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";
import { AppError } from "@/lib/errors";
import { readFilter } from "./mlflow-filter";
import { loggedModelGrammar } from "./grammars";
import { jsonSql } from "./json-sql";
import type { searchLoggedModelsInput } from "./logged-model-schema";
import type { Order } from "@/lib/runs/order";
import { searchEntities, within } from "./search-entities";
import { tidied } from "./tidied";

const tables = `"LoggedModel" l JOIN "Experiment" e ON e."id" = l."experimentId"`;

function documentSql(sql: Sql): string {
  const json = jsonSql(sql.provider);
  const metric = json.object({
    key: { text: `f."key"` },
    value: { metric: "f" },
    timestamp: { whole: `f."time"` },
    step: { whole: `f."step"` },
    dataset_name: { text: `f."datasetName"` },
    dataset_digest: { text: `f."datasetDigest"` },
    model_id: { text: `f."modelId"` },
    run_id: { text: `f."runUid"` },
  });
  return json.object({
    info: json.object({
      model_id: { text: `l."id"` },
      experiment_id: { text: `CAST(e."number" AS TEXT)` },
      name: { text: `l."name"` },
      creation_timestamp_ms: { whole: `l."createdTime"` },
      last_updated_timestamp_ms: { whole: `l."updatedTime"` },
      artifact_uri: { text: `'mlflow-artifacts:/' || e."number" || '/models/' || l."id" || '/artifacts'` },
      status: { text: `l."status"` },
      model_type: { text: `l."type"` },
      source_run_id: { text: `l."sourceRunUid"` },
      tags: json.pairs(`FROM "LoggedModelTag" f WHERE f."modelId" = l."id"`),
    }),
    data: json.object({
      params: json.pairs(`FROM "LoggedModelParam" f WHERE f."modelId" = l."id"`),
      metrics: json.list(metric, `FROM "LoggedModelMetric" f WHERE f."modelId" = l."id"`),
    }),
  });
}

/** A logged model as MLflow's JSON; a deleted one only where asked for. @throws {AppError} NOT_FOUND */
export async function loggedModelDocument(
  sql: Sql,
  projectId: string,
  id: string,
): Promise<{ model: object }> {
  const [row] = await sql.all<{ document: string }>(
    `SELECT ${documentSql(sql)} AS "document" FROM ${tables}
     WHERE l."projectId" = $1 AND l."id" = $2 AND l."deletedAt" IS NULL`,
    [projectId, id],
  );
  if (!row) throw new AppError("NOT_FOUND", `Logged model with ID '${id}' not found.`);
  return { model: tidied(row.document) };
}

type Search = z.output<typeof searchLoggedModelsInput>;

/** Logged models that match. @throws {AppError} INVALID for a filter or order that cannot be read */
export async function searchLoggedModels(sql: Sql, projectId: string, access: AccessFilter, input: Search) {
  const attributes = {
    name: `l."name"`,
    model_id: `l."id"`,
    model_type: `l."type"`,
    status: `replace(l."status", 'LOGGED_MODEL_', '')`,
    source_run_id: `l."sourceRunUid"`,
    experiment_id: `CAST(e."number" AS TEXT)`,
    creation_timestamp_ms: `l."createdTime"`,
    last_updated_timestamp_ms: `l."updatedTime"`,
  };
  const filters = readFilter(input.filter, loggedModelGrammar);
  const values: string[] = [projectId, JSON.stringify(input.experiment_ids), JSON.stringify(access.but)];
  const onDatasets = input.datasets.map(({ dataset_name, dataset_digest }) => {
    const isNamed = `f."datasetName" = $${values.push(dataset_name)}`;
    return dataset_digest ? `(${isNamed} AND f."datasetDigest" = $${values.push(dataset_digest)})` : isNamed;
  });
  const datasets = onDatasets.length > 0 ? ` AND (${onDatasets.join(" OR ")})` : "";
  const pairs = (table: string, bind: (value: string) => string) => (inner: string, key: string) =>
    `EXISTS (SELECT 1 FROM "${table}" f WHERE f."modelId" = l."id" AND f."key" = ${bind(key)} AND ${inner})`;
  const hasMetric = `EXISTS (SELECT 1 FROM "LoggedModelMetric" f WHERE f."modelId" = l."id"${datasets})`;
  const { documents, next } = await searchEntities(sql, {
    document: documentSql(sql),
    from: tables,
    where: [
      `l."projectId" = $1`,
      `l."deletedAt" IS NULL`,
      `e."number" IN ${inList(sql, "$2", "int")}`,
      within(sql, access, `e."id"`, "$3", "int"),
      ...(datasets && !filters.some(({ kind }) => kind === "metric") ? [hasMetric] : []),
    ],
    values,
    filters,
    columns: (bind) => ({
      attributes,
      rows: {
        param: pairs("LoggedModelParam", bind),
        tag: pairs("LoggedModelTag", bind),
        metric: (inner, key) =>
          `EXISTS (SELECT 1 FROM "LoggedModelMetric" f
           WHERE f."modelId" = l."id" AND f."key" = ${bind(key)} AND ${inner}${datasets})`,
      },
    }),
    orders: input.order_by.map(orderOf),
    sortBy: ({ kind, key }, bind) => {
      if (kind === "attribute") return (attributes as Record<string, string>)[key]!;
      const asked = input.order_by.find(({ field_name }) => field_name === `metrics.${key}`);
      const { dataset_name, dataset_digest } = asked ?? {};
      const on =
        (dataset_name ? ` AND f."datasetName" = ${bind(dataset_name)}` : "") +
        (dataset_digest ? ` AND f."datasetDigest" = ${bind(dataset_digest)}` : "");
      return `(SELECT f."value" FROM "LoggedModelMetric" f
        WHERE f."modelId" = l."id" AND f."key" = ${bind(key)}${on}
        ORDER BY f."time" DESC, f."step" DESC, f."runUid" LIMIT 1)`;
    },
    last: `l."createdTime" DESC, l."id"`,
    limit: input.max_results,
    token: input.page_token,
  });
  return {
    models: documents.map((document) => tidied(document)),
    ...(next ? { next_page_token: next } : {}),
  };
}

function orderOf({ field_name, ascending, dataset_name, dataset_digest }: Search["order_by"][number]): Order {
  if (dataset_digest && !dataset_name)
    throw new AppError(
      "INVALID",
      "`dataset_digest` can only be specified if `dataset_name` is also specified.",
    );
  if (field_name.startsWith("metrics."))
    return { kind: "metric", key: field_name.slice("metrics.".length), ascending };
  const key = loggedModelGrammar.aliases?.[field_name] ?? field_name;
  if (![...loggedModelGrammar.text, ...loggedModelGrammar.numbers].includes(key))
    throw new AppError("INVALID", `Invalid order by field name: ${field_name}.`);
  return { kind: "attribute", key, ascending };
}
