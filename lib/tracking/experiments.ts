import type { AccessFilter } from "@/lib/auth/access-filter";
import { inList } from "@/lib/db/group-commit";
import type { Sql } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import type * as z from "zod";
import type { searchExperimentsInput } from "./experiment-schema";
import { readFilter, readOrder } from "./mlflow-filter";
import { experimentGrammar } from "./grammars";
import { jsonSql, millisecondsSql } from "./json-sql";
import { byCharacters } from "@/lib/runs/order";
import { pageDocument, searchEntities, within } from "./search-entities";

function documentSql(sql: Sql): string {
  const json = jsonSql(sql.provider);
  return json.object({
    experiment_id: { text: `CAST(e."number" AS TEXT)` },
    name: { text: `e."name"` },
    artifact_location: { text: `'mlflow-artifacts:/' || e."number"` },
    lifecycle_stage: { text: `CASE WHEN e."deletedAt" IS NULL THEN 'active' ELSE 'deleted' END` },
    creation_time: { milliseconds: `e."createdAt"` },
    last_update_time: { milliseconds: `e."updatedAt"` },
    tags: json.pairs(`FROM "ExperimentTag" f WHERE f."experimentId" = e."id"`),
  });
}

/** An experiment as MLflow's JSON, by number or by name. @throws {AppError} NOT_FOUND */
export async function experimentDocument(
  sql: Sql,
  projectId: string,
  by: { number: number } | { name: string },
): Promise<string> {
  const [column, value] = "number" in by ? ["number", by.number] : ["name", by.name];
  const [row] = await sql.all<{ document: string }>(
    `SELECT ${documentSql(sql)} AS "document" FROM "Experiment" e
     WHERE e."projectId" = $1 AND e."${column}" = $2`,
    [projectId, value!],
  );
  if (!row)
    throw new AppError(
      "NOT_FOUND",
      "number" in by
        ? `No Experiment with id=${by.number} exists`
        : `Could not find experiment with name '${by.name}'`,
    );
  return `{"experiment":${row.document}}`;
}

/**
 * A page of a project's experiments that match, as MLflow's JSON.
 * @throws {AppError} INVALID for a filter or order that cannot be read
 */
export async function searchExperiments(
  sql: Sql,
  projectId: string,
  access: AccessFilter,
  input: z.output<typeof searchExperimentsInput>,
): Promise<string> {
  const attributes: Record<string, string> = {
    name: `e."name"`,
    experiment_id: `CAST(e."number" AS TEXT)`,
    creation_time: millisecondsSql(sql.provider, `e."createdAt"`),
    last_update_time: millisecondsSql(sql.provider, `e."updatedAt"`),
  };
  const filters = readFilter(input.filter, experimentGrammar);
  const wrong = filters.find(
    ({ kind, key, operator, value }) =>
      kind === "attribute" &&
      key === "experiment_id" &&
      (/LIKE/.test(operator) || ![value].flat().every((id) => /^\d+$/.test(String(id)))),
  );
  if (wrong)
    throw new AppError("INVALID", "experiment_id is compared with whole numbers, by =, !=, IN or NOT IN.");
  const orders = readOrder(input.order_by, { ...experimentGrammar, kinds: ["attribute"] });
  const page = await searchEntities(sql, {
    document: documentSql(sql),
    from: `"Experiment" e`,
    where: [
      `e."projectId" = $1`,
      within(sql, access, `e."id"`, "$2", "int"),
      ...(input.view_type === "ALL"
        ? []
        : [`e."deletedAt" IS ${input.view_type === "ACTIVE_ONLY" ? "NULL" : "NOT NULL"}`]),
    ],
    values: [projectId, JSON.stringify(access.but)],
    filters,
    columns: (bind) => ({
      attributes,
      rows: {
        tag: (inner, key) =>
          `EXISTS (SELECT 1 FROM "ExperimentTag" f
           WHERE f."experimentId" = e."id" AND f."key" = ${bind(key)} AND ${inner})`,
      },
    }),
    orders: orders.length > 0 ? orders : [{ kind: "attribute", key: "creation_time", ascending: false }],
    sortBy: ({ key }) =>
      key === "experiment_id"
        ? `e."number"`
        : key === "name"
          ? byCharacters(sql, attributes.name!)
          : attributes[key]!,
    last: `e."number" DESC`,
    limit: input.max_results,
    token: input.page_token,
  });
  return pageDocument("experiments", page);
}

/** Datasets that runs of these experiments used, and for what; at most a thousand, as MLflow. */
export async function datasetSummaries(
  sql: Sql,
  projectId: string,
  access: AccessFilter,
  experiments: readonly number[],
) {
  const rows = await sql.all<{ experiment_id: string; name: string; digest: string; context: string | null }>(
    `SELECT DISTINCT CAST(e."number" AS TEXT) AS "experiment_id", d."name", d."digest", i."context"
     FROM "ClientDataset" d JOIN "Experiment" e ON e."id" = d."experimentId"
     JOIN "RunInput" i ON i."datasetId" = d."id"
     WHERE e."projectId" = $1 AND e."number" IN ${inList(sql, "$2", "int")}
     AND ${within(sql, access, `e."id"`, "$3", "int")} ORDER BY 1, 2, 3, 4 LIMIT 1000`,
    [projectId, JSON.stringify(experiments), JSON.stringify(access.but)],
  );
  return {
    dataset_summaries: rows.map(({ context, ...row }) => (context === null ? row : { ...row, context })),
  };
}
