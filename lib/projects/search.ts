import {
  readableDatasets,
  readableExperiments,
  readableModels,
  readableNotebooks,
  type AccessFilter,
  type Holder,
} from "@/lib/auth/access-filter";
import type { Db } from "@/lib/db/client";
import { directOf, type Sql } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";
import type { SqliteValue } from "@/lib/db/sqlite";
import { limits } from "@/lib/limits";

export const targetKinds = ["dataset", "notebook", "experiment", "run", "model", "job"] as const;

/** Something of a project that has a page: `key` stands in its address, `name` is what people call it. */
export type SearchTarget = { kind: (typeof targetKinds)[number]; key: string; name: string };

/** What a search found, a few of each kind; `more` where not everything that fits is among it. */
export type SearchAnswer = { targets: SearchTarget[]; more: boolean };

type Source = { kind: SearchTarget["kind"]; table: string; key: string; name: string; newest: string };

const sources: Record<SearchTarget["kind"], Omit<Source, "kind">> = {
  dataset: { table: "Dataset", key: "name", name: "name", newest: "createdAt" },
  notebook: { table: "Notebook", key: "id", name: "title", newest: "updatedAt" },
  experiment: { table: "Experiment", key: "name", name: "name", newest: "id" },
  run: { table: "Run", key: "uid", name: "name", newest: "id" },
  model: { table: "RegisteredModel", key: "name", name: "name", newest: "updatedAt" },
  job: { table: "Job", key: "id", name: "title", newest: "createdAt" },
};

/**
 * Things of a project whose name contains `text` (letters A-Z without case; empty for the newest), or runs
 * whose id begins with it: at most `limits.searchTargets` of each kind, newest first. Names of runs are
 * looked at in the newest `limits.searchedRuns` runs; where there are more, the answer says `more`.
 */
export async function searchTargets(
  db: Db,
  { projectId, text, viewer }: { projectId: string; text: string; viewer: Holder },
): Promise<SearchAnswer> {
  const sql = directOf(db);
  const oldest = await oldestSearchedRun(sql, projectId);
  const pages = await Promise.all(
    targetKinds.map(async (kind) => {
      const { statement, values } = statementOf(sql, kind, { projectId, text, viewer, oldest });
      const rows = await sql.all<{ key: string; name: string }>(statement, values);
      return rows.map(({ key, name }): SearchTarget => ({ kind, key, name }));
    }),
  );
  return {
    targets: pages.flatMap((page) => page.slice(0, limits.searchTargets)),
    more: oldest > 0 || pages.some((page) => page.length > limits.searchTargets),
  };
}

/** The inner id after which runs are searched by name; 0 where all are. */
async function oldestSearchedRun(sql: Sql, projectId: string): Promise<number> {
  const [row] = await sql.all<{ id: number }>(
    `SELECT "id" FROM "Run" WHERE "projectId" = $1 ORDER BY "id" DESC LIMIT 1 OFFSET ${limits.searchedRuns}`,
    [projectId],
  );
  return row?.id ?? 0;
}

type Asked = { projectId: string; text: string; viewer: Holder; oldest: number };

function statementOf(sql: Sql, kind: SearchTarget["kind"], { projectId, text, viewer, oldest }: Asked) {
  const { table, key, name, newest } = sources[kind];
  const values: SqliteValue[] = [projectId, `%${likeText(text)}%`];
  const bind = (value: SqliteValue) => `$${values.push(value)}`;
  const named = `lower("${name}"${sql.provider === "postgresql" ? ' COLLATE "C"' : ""}) LIKE $2 ESCAPE '\\'`;
  const fits = kind === "run" ? runFits(named, text, oldest, bind) : named;
  const where = [`"projectId" = $1`, fits, readable(sql, kind, viewer, bind)];
  if (kind === "experiment" || kind === "run" || kind === "notebook") where.push(`"deletedAt" IS NULL`);
  const statement =
    `SELECT "${key}" AS "key", "${name}" AS "name" FROM "${table}" WHERE ${where.join(" AND ")} ` +
    `ORDER BY "${newest}" DESC LIMIT ${limits.searchTargets + 1}`;
  return { statement, values };
}

/** A run is found by a part of its name among the newest, or by the beginning of its id among all. */
function runFits(named: string, text: string, oldest: number, bind: (value: SqliteValue) => string): string {
  const byName = oldest === 0 ? named : `("id" > ${bind(oldest)} AND ${named})`;
  if (!/^[0-9a-f-]{4,36}$/.test(text)) return byName;
  return `(${byName} OR ("uid" >= ${bind(text)} AND "uid" < ${bind(`${text}~`)}))`;
}

/** The condition that leaves out what the viewer may not see; a job goes with its run's experiment. */
function readable(
  sql: Sql,
  kind: SearchTarget["kind"],
  viewer: Holder,
  bind: (value: SqliteValue) => string,
): string {
  const inExperiments = (id: string) => within(sql, readableExperiments(viewer), id, "int", bind);
  switch (kind) {
    case "dataset":
      return within(sql, readableDatasets(viewer), `"id"`, "text", bind);
    case "notebook":
      return within(sql, readableNotebooks(viewer), `"id"`, "text", bind);
    case "model":
      return within(sql, readableModels(viewer), `"id"`, "text", bind);
    case "experiment":
      return inExperiments(`"id"`);
    case "run":
      return inExperiments(`"experimentId"`);
    case "job": {
      const ofRun = `EXISTS (SELECT 1 FROM "Run" r
        WHERE r."id" = "runId" AND ${inExperiments(`r."experimentId"`)})`;
      return readableExperiments(viewer).all ? `("runId" IS NULL OR ${ofRun})` : ofRun;
    }
  }
}

function within(
  sql: Sql,
  { all, but }: AccessFilter,
  id: string,
  type: "int" | "text",
  bind: (value: SqliteValue) => string,
): string {
  return `${id} ${all ? "NOT IN" : "IN"} ${inList(sql, bind(JSON.stringify(but)), type)}`;
}

/** Text as LIKE reads it, its letters A-Z small; others stay, since SQLite does not know their case. */
function likeText(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/[\\%_]/g, "\\$&");
}
