import type { Sql } from "@/lib/db/direct";
import { conditionSql, parameters } from "./conditions";
import type { Comparison } from "./filter";
import { decodeToken, encodeToken, type RunsToken } from "./page-token";
import { mergeSorted } from "./merge-sorted";
import {
  columnsOf,
  lifecycle,
  phasesOf,
  scopeOf,
  sourceOf,
  walkedMetric,
  walksStart,
  type Question,
} from "./run-source";
import { afterSql, type Term } from "./run-order";

type Found = { id: number; token: RunsToken };
type Part = { phase: number; after: RunsToken["values"] | null; limit: number };

/** Experiments whose sorted runs are merged; the runs of more are sorted together. */
const mergedAtMost = 50;

/**
 * A page of runs that match, as their ids: missing values last and NaN before them, then newest first,
 * then by id. Sorted by a metric or by their start, runs come straight from an index, those of several
 * experiments merged, so that a page costs the same wherever it stands.
 *
 * @throws {AppError} INVALID for a token that no page gave
 */
export async function searchRuns(
  sql: Sql,
  question: Question,
  { limit, token: text }: { limit: number; token: string | undefined },
): Promise<{ ids: number[]; next: string | null }> {
  const token = text ? decodeToken(text) : null;
  const parts = await partsOf(sql, question);
  const found: Found[] = [];
  for (const phase of parts[0] ? phasesOf(parts[0]) : []) {
    if (found.length > limit || phase < (token?.phase ?? 0)) continue;
    const after = token?.phase === phase ? token.values : null;
    found.push(...(await readParts(sql, parts, { phase, after, limit: limit + 1 - found.length })));
  }
  const page = found.slice(0, limit);
  return {
    ids: page.map(({ id }) => id),
    next: found.length > limit ? encodeToken(page.at(-1)?.token ?? { phase: 0, values: [] }) : null,
  };
}

/** Questions of one experiment each where their answers can be merged; else the question itself. */
async function partsOf(sql: Sql, question: Question): Promise<Question[]> {
  if (question.experiments?.length === 0) return [];
  const byMetric = walkedMetric(question) !== null;
  const experiments = question.experiments ?? (byMetric ? await experimentsOf(sql, question) : null);
  const merges =
    experiments !== null && experiments.length <= mergedAtMost && (byMetric || walksStart(question));
  return merges ? experiments.map((id) => ({ ...question, experiments: [id] })) : [question];
}

/** Experiments that the reader may see; one more than can be merged says that there are too many. */
async function experimentsOf(sql: Sql, question: Question): Promise<number[]> {
  const bound = parameters();
  const scope = scopeOf(sql, question, bound).join(" AND ");
  const rows = await sql.all<{ id: number }>(
    `SELECT r."experimentId" AS "id" FROM (SELECT "id" AS "experimentId", "projectId" FROM "Experiment") r
     WHERE ${scope} LIMIT ${mergedAtMost + 1}`,
    bound.values,
  );
  return rows.map(({ id }) => id);
}

async function readParts(sql: Sql, parts: readonly Question[], part: Part): Promise<Found[]> {
  if (parts.length === 1) return (await readPhase(sql, parts[0]!, part)).found;
  const each = Math.ceil(part.limit / parts.length) + 8;
  let ascending: readonly boolean[] = [];
  return mergeSorted(
    parts.map((question) => async (last: Found | null) => {
      const after = last ? last.token.values : part.after;
      const read = await readPhase(sql, question, { ...part, after, limit: each });
      ascending = read.ascending;
      return { items: read.found, done: read.found.length < each };
    }),
    (a, b) => compareTokens(a.token.values, b.token.values, ascending),
    part.limit,
  );
}

/** Which of two runs comes first: rank and value of each term, as the databases sort them. */
function compareTokens(
  a: RunsToken["values"],
  b: RunsToken["values"],
  ascending: readonly boolean[],
): number {
  for (let i = 0; i < a.length; i += 2) {
    const rank = Number(a[i]) - Number(b[i]);
    if (rank !== 0) return rank;
    const [x, y] = [a[i + 1] ?? null, b[i + 1] ?? null];
    if (x === y || x === null || y === null) continue;
    const order =
      typeof x === "string" ? Buffer.compare(Buffer.from(x), Buffer.from(String(y))) : x < Number(y) ? -1 : 1;
    if (order !== 0) return ascending[i / 2] ? order : -order;
  }
  return 0;
}

async function readPhase(
  sql: Sql,
  question: Question,
  { phase, after, limit }: Part,
): Promise<{ found: Found[]; ascending: boolean[] }> {
  const bound = parameters();
  const { from, where, terms, walks, here } = sourceOf(sql, question, phase, bound);
  const looksAway = ({ kind, key }: Comparison) =>
    kind !== "attribute" && !(kind === "metric" && key === here);
  const conditionsOf = (filters: readonly Comparison[]) =>
    filters.map((filter) => conditionSql(sql, filter, columnsOf(question, bound, here), bound));
  const plain = [
    ...where,
    lifecycle(question.view),
    ...conditionsOf(question.filters.filter((filter) => !looksAway(filter))),
    ...(after ? [afterSql(terms, after, bound)] : []),
  ];
  const tried = conditionsOf(question.filters.filter(looksAway));
  const selected = {
    columns: [
      `r."id" AS "id"`,
      ...terms.map(({ rank, value }, i) => `${rank} AS "r${i}", ${value} AS "v${i}"`),
    ].join(", "),
    from: `${from} JOIN "Experiment" e
      ON e."id" = r."experimentId" ${terms.map(({ join }) => join).join(" ")}`,
    order: terms
      .map(
        ({ rank, ascending }, i) => `${rank === "0" ? "" : `"r${i}", `}"v${i}" ${ascending ? "ASC" : "DESC"}`,
      )
      .join(", "),
  };
  const text =
    walks && sql.provider === "postgresql"
      ? alongIndexSql(selected, terms[0]!, { plain, tried, limit: bound.bind(limit) })
      : `SELECT ${selected.columns} FROM ${selected.from} WHERE ${[...plain, ...tried].join(" AND ")}
        ORDER BY ${selected.order} LIMIT ${bound.bind(limit)}`;
  const rows = await sql.all<Record<string, string | number | null>>(
    text,
    bound.values,
    walks ? "varied" : "once",
  );
  const found = rows.map((row) => ({
    id: Number(row.id),
    token: { phase, values: terms.flatMap((_, i) => [row[`r${i}`]!, row[`v${i}`]!]) },
  }));
  return { found, ascending: terms.map(({ ascending }) => ascending) };
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
  return `SELECT * FROM (SELECT ${columns} FROM ${from}${trial} WHERE ${plain.join(" AND ")}
    ORDER BY ${lead.value} ${lead.ascending ? "ASC" : "DESC"} FETCH FIRST (${limit}) ROWS WITH TIES) w
    ORDER BY ${order} LIMIT ${limit}`;
}
