import { isAllowedBy, type AccessFilter } from "@/lib/auth/access-filter";
import { inList } from "@/lib/db/group-commit";
import type { Sql } from "@/lib/db/direct";
import { readTogether } from "@/lib/db/read-together";
import { conditionSql, parameters, type Columns, type Parameters } from "./conditions";
import { parseFilter, type Comparison } from "./filter";
import { runGrammar } from "./grammars";
import { parseOrder, type Order } from "./order";
import { decodeToken, encodeToken, type RunsToken } from "./page-token";
import { runDocuments } from "./run-documents";
import { afterSql, runAttributes, startsBy, termsOf, type Term } from "./run-order";

export type View = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";
export type RunsSearch = {
  projectId: string;
  access: AccessFilter;
  experiments: readonly number[];
  filter: string;
  order: readonly string[];
  view: View;
  limit: number;
  token: string | undefined;
};

/** What is asked of runs, read: `experiments` by their inner ids, metrics by the numbers of their names. */
type Question = {
  filters: readonly Comparison[];
  orders: readonly Order[];
  experiments: readonly number[];
  keyOf: (key: string) => number;
};
type Found = { id: number; token: RunsToken };

/**
 * A page of runs that match, as their ids, by MLflow's rules: missing values last and NaN before them,
 * then newest first, then by id. Sorted by a metric or by their start, one experiment's runs come
 * straight from an index, so that a page costs the same wherever it stands.
 *
 * @throws {AppError} INVALID for a filter, an order or a token that cannot be read
 */
export async function searchRuns(
  sql: Sql,
  search: RunsSearch,
): Promise<{ ids: number[]; next: string | null }> {
  const filters = parseFilter(search.filter, runGrammar);
  const orders = parseOrder(search.order, runGrammar);
  const token = search.token ? decodeToken(search.token) : null;
  const keyOf = await metricKeys(
    sql,
    search.projectId,
    [...filters, ...orders].filter(({ kind }) => kind === "metric").map(({ key }) => key),
  );
  const experiments = await experimentIds(sql, search);
  if (experiments.length === 0) return { ids: [], next: null };

  const found: Found[] = [];
  for (const phase of phasesOf({ filters, orders, experiments, keyOf })) {
    if (found.length > search.limit || phase < (token?.phase ?? 0)) continue;
    found.push(
      ...(await readPhase(
        sql,
        search,
        { filters, orders, experiments, keyOf },
        {
          phase,
          after: token?.phase === phase ? token.values : null,
          limit: search.limit + 1 - found.length,
        },
      )),
    );
  }
  const page = found.slice(0, search.limit);
  return {
    ids: page.map(({ id }) => id),
    next: found.length > search.limit ? encodeToken(page.at(-1)!.token) : null,
  };
}

/** A page of runs as MLflow's JSON, in bytes; those who ask for the same page at once share it. */
export const searchRunDocuments = readTogether(
  JSON.stringify,
  async (sql: Sql, search: RunsSearch): Promise<Buffer> => {
    const { ids, next } = await searchRuns(sql, search);
    const documents = await runDocuments(sql, ids);
    return bytesOf([
      `{"runs":[`,
      ...documents.map((document, i) => (i === 0 ? document : `,${document}`)),
      next ? `],"next_page_token":"${next}"}` : "]}",
    ]);
  },
  { oneAtATime: true },
);

/** Texts one after the other, without the long text between that would wait for a full collection. */
function bytesOf(texts: readonly string[]): Buffer {
  const bytes = Buffer.allocUnsafe(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
  let at = 0;
  for (const text of texts) at += bytes.write(text, at);
  return bytes;
}

/** The metric by whose index runs are found. */
function walkedMetric({ orders, experiments }: Question): Order | null {
  return orders[0]?.kind === "metric" && experiments.length === 1 ? orders[0] : null;
}

/** Runs by a metric come in three phases: its numbers, then NaN, then those that lack it, unless a filter asks for its value. */
function phasesOf(question: Question): number[] {
  const walked = walkedMetric(question);
  if (!walked) return [0];
  return question.filters.some(
    ({ kind, key, operator }) => kind === "metric" && key === walked.key && operator !== "IS NULL",
  )
    ? [0, 1]
    : [0, 1, 2];
}

async function readPhase(
  sql: Sql,
  { view }: RunsSearch,
  question: Question,
  { phase, after, limit }: { phase: number; after: RunsToken["values"] | null; limit: number },
): Promise<Found[]> {
  const bound = parameters();
  const { from, where, terms, walks, here } = sourceOf(sql, question, phase, bound);
  const looksAway = ({ kind, key }: Comparison) =>
    kind !== "attribute" && !(kind === "metric" && key === here);
  const conditionsOf = (filters: readonly Comparison[]) =>
    filters.map((filter) => conditionSql(sql, filter, columnsOf(question, bound, here), bound));
  const plain = [
    ...where,
    lifecycle(view),
    ...conditionsOf(question.filters.filter((filter) => !looksAway(filter))),
    ...(after ? [afterSql(terms, after, bound)] : []),
  ];
  const tried = conditionsOf(question.filters.filter(looksAway));
  const selected = {
    columns: `r."id" AS "id", ${terms.map(({ rank, value }, i) => `${rank} AS "r${i}", ${value} AS "v${i}"`).join(", ")}`,
    from: `${from} JOIN "Experiment" e ON e."id" = r."experimentId" ${terms.map(({ join }) => join).join(" ")}`,
    order: terms
      .map(
        ({ rank, ascending }, i) => `${rank === "0" ? "" : `"r${i}", `}"v${i}" ${ascending ? "ASC" : "DESC"}`,
      )
      .join(", "),
  };
  const text =
    walks && sql.provider === "postgresql"
      ? alongIndexSql(selected, terms[0]!, { plain, tried, limit: bound.bind(limit) })
      : `SELECT ${selected.columns} FROM ${selected.from} WHERE ${[...plain, ...tried].join(" AND ")} ORDER BY ${selected.order} LIMIT ${bound.bind(limit)}`;
  const rows = await sql.all<Record<string, string | number | null>>(
    text,
    bound.values,
    walks ? "varied" : "once",
  );
  return rows.map((row) => ({
    id: Number(row.id),
    token: { phase, values: terms.flatMap((_, i) => [row[`r${i}`]!, row[`v${i}`]!]) },
  }));
}

/**
 * The way along an index as PostgreSQL must be told it: it guesses how many runs a filter leaves, and
 * where it guesses few it reads and sorts them all. So the conditions that look into other tables are
 * tried run by run, in the order of what leads, and only what is equal there is sorted.
 */
function alongIndexSql(
  { columns, from, order }: { columns: string; from: string; order: string },
  lead: Term,
  { plain, tried, limit }: { plain: readonly string[]; tried: readonly string[]; limit: string },
): string {
  const trial =
    tried.length > 0 ? ` CROSS JOIN LATERAL (SELECT 1 WHERE ${tried.join(" AND ")} OFFSET 0) t` : "";
  return `SELECT * FROM (SELECT ${columns} FROM ${from}${trial} WHERE ${plain.join(" AND ")} ORDER BY ${lead.value} ${lead.ascending ? "ASC" : "DESC"} FETCH FIRST (${limit}) ROWS WITH TIES) w ORDER BY ${order} LIMIT ${limit}`;
}

function lifecycle(view: View): string {
  if (view === "ALL") return "1 = 1";
  return view === "ACTIVE_ONLY" ? `r."deletedAt" IS NULL` : `r."deletedAt" IS NOT NULL`;
}

/** Where the runs of a phase come from and what sorts them; `walks` along an index, `here` is the metric whose row stands beside each run as `f`. */
type Source = { from: string; where: string[]; terms: Term[]; walks: boolean; here: string | null };

function sourceOf(sql: Sql, question: Question, phase: number, bound: Parameters): Source {
  const { orders, experiments, keyOf } = question;
  const walked = walkedMetric(question);
  if (experiments.length > 1)
    return {
      from: `"Run" r`,
      where: [`r."experimentId" IN ${inList(sql, bound.bind(JSON.stringify(experiments)), "int")}`],
      terms: termsOf(sql, orders, keyOf, bound),
      walks: false,
      here: null,
    };
  const experiment = bound.bind(experiments[0]!);
  const byStart = (rest: readonly Order[], ...where: string[]): Source => ({
    from: `"Run" r`,
    where: [`r."experimentId" = ${experiment}`, ...where],
    terms: termsOf(sql, rest, keyOf, bound),
    walks: rest.length === 0 || startsBy(rest[0]!),
    here: null,
  });
  if (!walked) return byStart(orders);

  const [key, rest] = [bound.bind(keyOf(walked.key)), orders.slice(1)];
  if (phase === 2)
    return byStart(
      rest,
      `NOT EXISTS (SELECT 1 FROM "MetricLatest" f WHERE f."runId" = r."id" AND f."keyId" = ${key})`,
    );
  const lead: Term[] =
    phase === 0 ? [{ rank: "0", value: `f."value"`, ascending: walked.ascending, join: "" }] : [];
  const where = [`f."experimentId" = ${experiment}`, `f."keyId" = ${key}`, `f."nan" = ${phase}`];
  return {
    from: `"MetricLatest" f JOIN "Run" r ON r."id" = f."runId"`,
    where,
    terms: [...lead, ...termsOf(sql, rest, keyOf, bound)],
    walks: phase === 0,
    here: walked.key,
  };
}

/** A run's columns; rows of other tables are asked for as `f`, which for the metric `here` stands beside the run. */
function columnsOf({ keyOf }: Question, bound: Parameters, here: string | null): Columns {
  const pairs = (table: string) => (inner: string, key: string) =>
    `EXISTS (SELECT 1 FROM "${table}" f WHERE f."runId" = r."id" AND f."key" = ${bound.bind(key)} AND ${inner})`;
  return {
    attributes: runAttributes,
    rows: {
      metric: (inner, key) =>
        key === here
          ? `(${inner})`
          : `EXISTS (SELECT 1 FROM "MetricLatest" f WHERE f."runId" = r."id" AND f."keyId" = ${bound.bind(keyOf(key))} AND ${inner})`,
      param: pairs("RunParam"),
      tag: pairs("RunTag"),
      dataset: (inner) =>
        `EXISTS (SELECT 1 FROM "RunInput" f JOIN "ClientDataset" d ON d."id" = f."datasetId" WHERE f."runId" = r."id" AND ${inner})`,
    },
  };
}

async function metricKeys(
  sql: Sql,
  projectId: string,
  keys: readonly string[],
): Promise<(key: string) => number> {
  if (keys.length === 0) return () => -1;
  const rows = await sql.all<{ id: number; key: string }>(
    `SELECT "id", "key" FROM "MetricKey" WHERE "projectId" = $1 AND "key" IN ${inList(sql, "$2")}`,
    [projectId, JSON.stringify(keys)],
  );
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  return (key) => ids.get(key) ?? -1;
}

async function experimentIds(sql: Sql, { projectId, access, experiments }: RunsSearch): Promise<number[]> {
  const rows = await sql.all<{ id: number }>(
    `SELECT "id" FROM "Experiment" WHERE "projectId" = $1 AND "number" IN ${inList(sql, "$2", "int")}`,
    [projectId, JSON.stringify(experiments)],
  );
  return rows.map(({ id }) => id).filter((id) => isAllowedBy(access, String(id)));
}
