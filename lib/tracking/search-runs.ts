import { reaches, type Reach } from "@/lib/auth/reach";
import { inList } from "@/lib/db/group-commit";
import type { Sql } from "@/lib/db/direct";
import { conditionSql, parameters, type Columns, type Parameters } from "./conditions";
import { parseFilter } from "./filter";
import { runGrammar } from "./grammars";
import { parseOrder, type Order } from "./order";
import { decodeToken, encodeToken, type RunsToken } from "./page-token";
import { artifactRootSql, runDocuments } from "./run-documents";

export type View = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";
export type RunsSearch = { projectId: string; reach: Reach; experiments: readonly number[]; filter: string; order: readonly string[]; view: View; limit: number; token: string | undefined };

/** One thing that runs are sorted by: where it stands (missing last), then its value. */
type Term = { rank: string; value: string; ascending: boolean; join: string };

const attributes: Record<string, string> = {
  run_id: `r."uid"`, run_name: `r."name"`, status: `r."status"`, user_id: `r."clientUser"`, artifact_uri: artifactRootSql, start_time: `r."startTime"`, end_time: `r."endTime"`,
};

/**
 * A page of runs that match, as their ids, by MLflow's rules: missing values last and NaN before them,
 * then newest first, then by id. Sorted by a metric, one experiment's runs come straight from the index
 * of its values, so that a page costs the same wherever it stands.
 *
 * @throws {AppError} INVALID for a filter, an order or a token that cannot be read
 */
export async function searchRuns(sql: Sql, search: RunsSearch): Promise<{ ids: number[]; next: string | null }> {
  const filters = parseFilter(search.filter, runGrammar);
  const orders = parseOrder(search.order, runGrammar);
  const keyOf = await metricKeys(sql, search.projectId, [...filters, ...orders].filter(({ kind }) => kind === "metric").map(({ key }) => key));
  const experiments = await experimentIds(sql, search);
  if (experiments.length === 0) return { ids: [], next: null };

  const first = orders[0];
  const walked = first?.kind === "metric" && experiments.length === 1 ? first : null;
  const token = search.token ? decodeToken(search.token) : null;
  const found: { id: number; token: RunsToken }[] = [];
  const phases = walked ? [0, 1, 2] : [0];
  for (const phase of phases.slice(token?.phase ?? 0)) {
    const bound = parameters();
    const terms = termsOf(sql, walked ? orders.slice(1) : orders, keyOf, bound);
    const where = [lifecycle(search.view), ...filters.map((filter) => conditionSql(sql, filter, columnsOf(keyOf, bound), bound))];
    const anchor = walked ? anchored(walked, phase, { experimentId: experiments[0]!, keyId: keyOf(walked.key) }, bound) : null;
    const ordered = anchor?.term ? [anchor.term, ...terms] : terms;
    if (!walked) where.push(`r."experimentId" IN ${inList(sql, bound.bind(JSON.stringify(experiments)), "int")}`);
    if (token && token.phase === phase) where.push(afterSql(ordered, token.values, bound));
    const rows = await sql.all<Record<string, string | number | null>>(
      `SELECT r."id" AS "id", ${ordered.map(({ rank, value }, i) => `${rank} AS "r${i}", ${value} AS "v${i}"`).join(", ")} FROM ${anchor?.from ?? `"Run" r`} JOIN "Experiment" e ON e."id" = r."experimentId" ${ordered.map(({ join }) => join).join(" ")} WHERE ${[...(anchor?.where ?? []), ...where].join(" AND ")} ORDER BY ${ordered.map(({ rank, value, ascending }) => `${rank === "0" ? "" : `${rank}, `}${value} ${ascending ? "ASC" : "DESC"}`).join(", ")} LIMIT ${search.limit + 1 - found.length}`,
      bound.values,
      "once",
    );
    found.push(...rows.map((row) => ({ id: Number(row.id), token: { phase, values: ordered.flatMap((_, i) => [row[`r${i}`]!, row[`v${i}`]!]) } })));
    if (found.length > search.limit) break;
  }
  const page = found.slice(0, search.limit);
  return { ids: page.map(({ id }) => id), next: found.length > search.limit ? encodeToken(page.at(-1)!.token) : null };
}

/** A page of runs as MLflow's JSON. */
export async function searchRunDocuments(sql: Sql, search: RunsSearch): Promise<string> {
  const { ids, next } = await searchRuns(sql, search);
  return `{"runs":[${(await runDocuments(sql, ids)).join(",")}]${next ? `,"next_page_token":"${next}"` : ""}}`;
}

function lifecycle(view: View): string {
  if (view === "ALL") return "1 = 1";
  return view === "ACTIVE_ONLY" ? `r."deletedAt" IS NULL` : `r."deletedAt" IS NOT NULL`;
}

/** Runs by a metric's index: first its numbers, then NaN, then the runs that lack it. */
function anchored({ ascending }: Order, phase: number, { experimentId, keyId }: { experimentId: number; keyId: number }, bound: Parameters) {
  const [experiment, key] = [bound.bind(experimentId), bound.bind(keyId)];
  if (phase === 2) return { from: `"Run" r`, where: [`r."experimentId" = ${experiment}`, `NOT EXISTS (SELECT 1 FROM "MetricLatest" o WHERE o."runId" = r."id" AND o."keyId" = ${key})`], term: null };
  const term = phase === 0 ? { rank: "0", value: `o."value"`, ascending, join: "" } : null;
  return { from: `"MetricLatest" o JOIN "Run" r ON r."id" = o."runId"`, where: [`o."experimentId" = ${experiment}`, `o."keyId" = ${key}`, `o."nan" = ${phase}`], term };
}

function termsOf(sql: Sql, orders: readonly Order[], keyOf: (key: string) => number, bound: Parameters): Term[] {
  const terms = orders.map((order, i) => termOf(sql, order, `o${i}`, keyOf, bound));
  if (!orders.some(({ kind, key }) => kind === "attribute" && key === "start_time")) terms.push({ rank: "0", value: attributes.start_time!, ascending: false, join: "" });
  return [...terms, { rank: "0", value: text(sql, attributes.run_id!), ascending: true, join: "" }];
}

function termOf(sql: Sql, { kind, key, ascending }: Order, alias: string, keyOf: (key: string) => number, bound: Parameters): Term {
  if (kind === "attribute") {
    const value = key.endsWith("_time") ? attributes[key]! : text(sql, attributes[key]!);
    return { rank: `CASE WHEN ${value} IS NULL THEN 1 ELSE 0 END`, value, ascending, join: "" };
  }
  if (kind === "metric") {
    return { rank: `CASE WHEN ${alias}."nan" = 1 THEN 1 WHEN ${alias}."nan" IS NULL THEN 2 ELSE 0 END`, value: `${alias}."value"`, ascending, join: `LEFT JOIN "MetricLatest" ${alias} ON ${alias}."runId" = r."id" AND ${alias}."keyId" = ${bound.bind(keyOf(key))}` };
  }
  const value = text(sql, `${alias}."value"`);
  return { rank: `CASE WHEN ${alias}."value" IS NULL THEN 1 ELSE 0 END`, value, ascending, join: `LEFT JOIN "${kind === "tag" ? "RunTag" : "RunParam"}" ${alias} ON ${alias}."runId" = r."id" AND ${alias}."key" = ${bound.bind(key)}` };
}

/** Text is sorted by its characters on both databases. */
function text({ provider }: Sql, value: string): string {
  return provider === "postgresql" ? `${value} COLLATE "C"` : value;
}

/** What comes after the last row of the page before, in the same order; its leading bound lets an index begin there. */
function afterSql(terms: readonly Term[], values: RunsToken["values"], bound: Parameters): string {
  const beyond = terms.map(({ rank, value, ascending }, i) => {
    const [atRank, atValue] = [values[2 * i], values[2 * i + 1]];
    const sign = ascending ? ">" : "<";
    const place = rank === "0" ? null : bound.bind(atRank ?? 0);
    const here = atValue === null || atValue === undefined ? null : bound.bind(atValue);
    const equal = [...(place ? [`${rank} = ${place}`] : []), here ? `${value} = ${here}` : `${value} IS NULL`].join(" AND ");
    const after = [...(place ? [`${rank} > ${place}`] : []), ...(here ? [`${place ? `${rank} = ${place} AND ` : ""}${value} ${sign} ${here}`] : [])].map((part) => `(${part})`).join(" OR ");
    return { equal, after: after || "1 = 0", start: here && !place ? `${value} ${sign}= ${here}` : null };
  });
  const alternatives = beyond.map(({ after }, i) => `(${[...beyond.slice(0, i).map(({ equal }) => equal), `(${after})`].join(" AND ")})`);
  return [...(beyond[0]?.start ? [beyond[0].start] : []), `(${alternatives.join(" OR ")})`].join(" AND ");
}

function columnsOf(keyOf: (key: string) => number, bound: Parameters): Columns {
  const pairs = (table: string) => (inner: string, key: string) => `EXISTS (SELECT 1 FROM "${table}" f WHERE f."runId" = r."id" AND f."key" = ${bound.bind(key)} AND ${inner})`;
  return {
    attributes,
    rows: {
      metric: (inner, key) => `EXISTS (SELECT 1 FROM "MetricLatest" f WHERE f."runId" = r."id" AND f."keyId" = ${bound.bind(keyOf(key))} AND ${inner})`,
      param: pairs("RunParam"),
      tag: pairs("RunTag"),
      dataset: (inner) => `EXISTS (SELECT 1 FROM "RunInput" f JOIN "ClientDataset" d ON d."id" = f."datasetId" WHERE f."runId" = r."id" AND ${inner})`,
    },
  };
}

async function metricKeys(sql: Sql, projectId: string, keys: readonly string[]): Promise<(key: string) => number> {
  if (keys.length === 0) return () => -1;
  const rows = await sql.all<{ id: number; key: string }>(`SELECT "id", "key" FROM "MetricKey" WHERE "projectId" = $1 AND "key" IN ${inList(sql, "$2")}`, [projectId, JSON.stringify(keys)]);
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  return (key) => ids.get(key) ?? -1;
}

async function experimentIds(sql: Sql, { projectId, reach, experiments }: RunsSearch): Promise<number[]> {
  const rows = await sql.all<{ id: number }>(`SELECT "id" FROM "Experiment" WHERE "projectId" = $1 AND "number" IN ${inList(sql, "$2", "int")}`, [projectId, JSON.stringify(experiments)]);
  return rows.map(({ id }) => id).filter((id) => reaches(reach, String(id)));
}
