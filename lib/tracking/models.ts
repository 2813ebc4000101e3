import type * as z from "zod";
import type { AccessFilter } from "@/lib/auth/access-filter";
import type { Sql } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { stages, type Stage } from "@/lib/registry/stage";
import { readFilter, readOrder } from "./mlflow-filter";
import { modelGrammar, modelOrderGrammar, versionGrammar, versionOrderGrammar } from "./grammars";
import { jsonSql, millisecondsSql } from "./json-sql";
import { byCharacters } from "@/lib/runs/order";
import type { searchModelsInput, searchVersionsInput } from "./registry-schema";
import { searchEntities, within } from "./search-entities";
import { tidied } from "./tidied";

function versionSql(sql: Sql, { aliases } = { aliases: true }): string {
  const json = jsonSql(sql.provider);
  return json.object({
    name: { text: `m."name"` },
    version: { text: `CAST(v."number" AS TEXT)` },
    creation_timestamp: { milliseconds: `v."createdAt"` },
    last_updated_timestamp: { milliseconds: `v."updatedAt"` },
    current_stage: { text: `v."stage"` },
    description: { text: `v."description"` },
    source: { text: `v."source"` },
    run_id: { text: `(SELECT r."uid" FROM "Run" r WHERE r."id" = v."runId")` },
    run_link: { text: `v."runLink"` },
    status: { text: `CAST('READY' AS TEXT)` },
    tags: json.pairs(`FROM "ModelVersionTag" f WHERE f."versionId" = v."id"`),
    ...(aliases
      ? {
          aliases: json.list(
            { text: `f."alias"` },
            `FROM "ModelAlias" f WHERE f."modelId" = v."modelId" AND f."number" = v."number"`,
          ),
        }
      : {}),
  });
}

/** A model's own aliases stand beside its newest versions, which do not repeat them. */
function modelSql(sql: Sql): string {
  const json = jsonSql(sql.provider);
  const newest = `FROM "ModelVersion" v
    WHERE v."modelId" = m."id" AND v."number" = (
      SELECT max(o."number") FROM "ModelVersion" o WHERE o."modelId" = m."id" AND o."stage" = v."stage")`;
  return json.object({
    name: { text: `m."name"` },
    creation_timestamp: { milliseconds: `m."createdAt"` },
    last_updated_timestamp: { milliseconds: `m."updatedAt"` },
    description: { text: `m."description"` },
    latest_versions: json.list(versionSql(sql, { aliases: false }), newest),
    tags: json.pairs(`FROM "RegisteredModelTag" f WHERE f."modelId" = m."id"`),
    aliases: json.list(
      json.object({ alias: { text: `f."alias"` }, version: { text: `CAST(f."number" AS TEXT)` } }),
      `FROM "ModelAlias" f WHERE f."modelId" = m."id"`,
    ),
  });
}

/** A registered model as MLflow's JSON. @throws {AppError} NOT_FOUND */
export async function modelDocument(sql: Sql, projectId: string, name: string): Promise<object> {
  const [row] = await sql.all<{ document: string }>(
    `SELECT ${modelSql(sql)} AS "document" FROM "RegisteredModel" m
     WHERE m."projectId" = $1 AND m."name" = $2`,
    [projectId, name],
  );
  if (!row) throw new AppError("NOT_FOUND", `Registered Model with name=${name} not found`);
  return withSetTexts(row.document);
}

/** A model version as MLflow's JSON. @throws {AppError} NOT_FOUND */
export async function versionDocument(
  sql: Sql,
  projectId: string,
  name: string,
  number: number,
): Promise<object> {
  const [row] = await sql.all<{ document: string }>(
    `SELECT ${versionSql(sql)} AS "document" FROM "ModelVersion" v
     JOIN "RegisteredModel" m ON m."id" = v."modelId"
     WHERE m."projectId" = $1 AND m."name" = $2 AND v."number" = $3`,
    [projectId, name, number],
  );
  if (!row) throw new AppError("NOT_FOUND", `Model Version (name=${name}, version=${number}) not found`);
  return withSetTexts(row.document);
}

/** A version always has these, empty or not. */
const setTexts = ["description", "run_link"];
const withSetTexts = (document: string): object =>
  tidied(document, (name, holder) => setTexts.includes(name) && "version" in holder);

/**
 * The version that an alias points at.
 * @throws {AppError} NOT_FOUND; INVALID when no such alias is there, as MLflow says it
 */
export async function aliasDocument(
  sql: Sql,
  projectId: string,
  name: string,
  alias: string,
): Promise<object> {
  await modelDocument(sql, projectId, name);
  const [row] = await sql.all<{ number: number }>(
    `SELECT a."number" FROM "ModelAlias" a JOIN "RegisteredModel" m ON m."id" = a."modelId"
     WHERE m."projectId" = $1 AND m."name" = $2 AND a."alias" = $3`,
    [projectId, name, alias],
  );
  if (!row) throw new AppError("INVALID", `Registered model alias ${alias} not found.`);
  return versionDocument(sql, projectId, name, row.number);
}

/**
 * The newest version of each stage asked for; of every stage where none is named.
 * @throws {AppError} NOT_FOUND
 */
export async function latestDocuments(
  sql: Sql,
  projectId: string,
  name: string,
  wanted: readonly Stage[],
): Promise<object[]> {
  const model = (await modelDocument(sql, projectId, name)) as {
    latest_versions?: { version: string; current_stage: Stage }[];
  };
  const asked = (model.latest_versions ?? []).filter(({ current_stage }) =>
    (wanted.length > 0 ? wanted : stages).includes(current_stage),
  );
  return Promise.all(asked.map(({ version }) => versionDocument(sql, projectId, name, Number(version))));
}

/** Registered models that match. @throws {AppError} INVALID for a filter or order that cannot be read */
export async function searchModels(
  sql: Sql,
  projectId: string,
  access: AccessFilter,
  input: z.output<typeof searchModelsInput>,
) {
  const sort: Record<string, string> = {
    name: byCharacters(sql, `m."name"`),
    creation_timestamp: millisecondsSql(sql.provider, `m."createdAt"`),
    last_updated_timestamp: millisecondsSql(sql.provider, `m."updatedAt"`),
  };
  const { documents, next } = await searchEntities(sql, {
    document: modelSql(sql),
    from: `"RegisteredModel" m`,
    where: [`m."projectId" = $1`, within(sql, access, `m."id"`, "$2")],
    values: [projectId, JSON.stringify(access.but)],
    filters: readFilter(input.filter, modelGrammar).filter(({ key }) => key !== promptTag),
    columns: (bind) => ({
      attributes: { name: `m."name"` },
      rows: {
        tag: (inner, key) =>
          `EXISTS (SELECT 1 FROM "RegisteredModelTag" f
           WHERE f."modelId" = m."id" AND f."key" = ${bind(key)} AND ${inner})`,
      },
    }),
    orders: readOrder(input.order_by, modelOrderGrammar),
    sortBy: ({ key }) => sort[key]!,
    last: sort.name!,
    limit: input.max_results,
    token: input.page_token,
  });
  return { registered_models: documents.map(withSetTexts), ...(next ? { next_page_token: next } : {}) };
}

/** Clients leave prompts out by this tag; there are none here. */
const promptTag = "mlflow.prompt.is_prompt";

/**
 * Model versions that match; as on MLflow, without their aliases.
 * @throws {AppError} INVALID for a filter or order that cannot be read
 */
export async function searchVersions(
  sql: Sql,
  projectId: string,
  access: AccessFilter,
  input: z.output<typeof searchVersionsInput>,
) {
  const name = byCharacters(sql, `m."name"`);
  const sort: Record<string, string> = {
    name,
    version_number: `v."number"`,
    creation_timestamp: millisecondsSql(sql.provider, `v."createdAt"`),
    last_updated_timestamp: millisecondsSql(sql.provider, `v."updatedAt"`),
  };
  const orders = readOrder(input.order_by, versionOrderGrammar);
  const { documents, next } = await searchEntities(sql, {
    document: versionSql(sql, { aliases: false }),
    from: `"ModelVersion" v JOIN "RegisteredModel" m ON m."id" = v."modelId"`,
    where: [`v."projectId" = $1`, within(sql, access, `m."id"`, "$2")],
    values: [projectId, JSON.stringify(access.but)],
    filters: readFilter(input.filter, versionGrammar).filter(({ key }) => key !== promptTag),
    columns: (bind) => ({
      attributes: {
        name: `m."name"`,
        version_number: `v."number"`,
        source_path: `v."source"`,
        run_id: `(SELECT r."uid" FROM "Run" r WHERE r."id" = v."runId")`,
      },
      rows: {
        tag: (inner, key) =>
          `EXISTS (SELECT 1 FROM "ModelVersionTag" f
           WHERE f."versionId" = v."id" AND f."key" = ${bind(key)} AND ${inner})`,
      },
    }),
    orders:
      orders.length > 0 ? orders : [{ kind: "attribute", key: "last_updated_timestamp", ascending: false }],
    sortBy: ({ key }) => sort[key]!,
    last: `${name}, v."number" DESC`,
    limit: input.max_results,
    token: input.page_token,
  });
  return { model_versions: documents.map(withSetTexts), ...(next ? { next_page_token: next } : {}) };
}
