import type { AccessFilter } from "@/lib/auth/access-filter";
import type { Sql } from "@/lib/db/direct";
import { conditionSql, parameters } from "./conditions";
import type { Comparison } from "./filter";
import { chooseMetrics, type MetricChoices, type Scope } from "./metric-choice";
import { parseOrder, type Order } from "./order";
import { readTypedFilter, typedGrammar } from "./run-grammar";
import { columnsOf, lifecycle, scopeOf, type Question } from "./run-source";
import type { RunsQuery } from "./schema";
import { searchRuns } from "./search";
import { unknownNames, type UnknownName } from "./unknown-names";

type Count = { number: number; more: boolean };
/** What a metric's name in a filter, an order or a column was taken for. */
export type Taken = { name: string; took: string[]; others: string[] };
export type FoundRuns = {
  ids: number[];
  next: string | null;
  /** Runs that match and runs in all, as far as they were counted. */
  matching: number;
  total: number;
  /** Which of the counts stopped at a bound: there are as many or more. */
  atLeast: { matching: boolean; total: boolean };
  taken: Taken[];
  unknown: UnknownName[];
};

/**
 * Runs that are looked at for a count; fewer of them for a filter where there are more than that, so that a
 * page costs the same among however many runs.
 */
const [countedAtMost, filteredAtMost] = [2_500, 500];

/**
 * A page of a project's runs, or of one experiment's, that match a filter as people type it: ids, counts
 * that stop at a bound and say so, what names of metrics were taken for and which names nothing has.
 *
 * @throws {FilterError} INVALID with the place from which on the filter cannot be read
 */
export async function findRuns(
  sql: Sql,
  {
    projectId,
    access,
    experimentId,
  }: { projectId: string; access: AccessFilter; experimentId: number | null },
  query: RunsQuery,
): Promise<FoundRuns> {
  const filters = readTypedFilter(query.filter ?? "");
  const orders = ordersOf(query);
  const experiments = experimentId === null ? null : [experimentId];
  const scope: Scope = { projectId, experiments };
  const metrics = await chooseMetrics(sql, scope, metricNames([...filters, ...orders]));
  const question: Question = {
    ...scope,
    access,
    view: query.deleted ? "DELETED_ONLY" : "ACTIVE_ONLY",
    filters,
    orders,
    metrics,
  };
  const { ids, next } = await searchRuns(sql, question, { limit: query.limit, token: query.after });
  const isWhole = next === null && !query.after;
  const total = await countRuns(sql, { ...question, filters: [] }, countedAtMost);
  const matching = isWhole
    ? { number: ids.length, more: false }
    : filters.length === 0
      ? total
      : await countRuns(sql, question, total.more ? filteredAtMost : countedAtMost);
  return {
    ids,
    next,
    matching: Math.max(matching.number, ids.length),
    total: total.number,
    atLeast: { matching: matching.more, total: total.more },
    taken: takenOf(metrics),
    unknown: await unknownNames(sql, question, { found: ids.length > 0 }),
  };
}

/** What names of metrics were taken for, where that is another name or one of several. */
export function takenOf(metrics: MetricChoices): Taken[] {
  return [...metrics].flatMap(([name, { took, others }]) =>
    took.length > 0 && (took.length > 1 || took[0] !== name || others.length > 0)
      ? [{ name, took: [...took], others: [...others] }]
      : [],
  );
}

function metricNames(fields: readonly (Comparison | Order)[]): string[] {
  return fields.filter(({ kind }) => kind === "metric").map(({ key }) => key);
}

/** The order of a table: params that are numbers are sorted as such. */
function ordersOf({ sort, order }: RunsQuery): Order[] {
  return parseOrder([`${sort} ${order}`], typedGrammar).map((one) => ({
    ...one,
    numeric: one.kind === "param",
  }));
}

/** Runs that match among the first that are looked at. */
async function countRuns(sql: Sql, question: Question, most: number): Promise<Count> {
  const bound = parameters();
  const scope = [...scopeOf(sql, question, bound), lifecycle(question.view)].join(" AND ");
  const looked = `(SELECT * FROM "Run" r WHERE ${scope} LIMIT ${most + 1})`;
  const fits = question.filters.map((filter) =>
    conditionSql(sql, filter, columnsOf(question, bound, null), bound),
  );
  const [row] = await sql.all<{ looked: number; fitting: number }>(
    fits.length === 0
      ? `SELECT count(*) AS "looked", count(*) AS "fitting" FROM ${looked} r`
      : `SELECT count(*) AS "looked", count(CASE WHEN ${fits.join(" AND ")} THEN 1 END) AS "fitting"
        FROM ${looked} r JOIN "Experiment" e ON e."id" = r."experimentId"`,
    bound.values,
    "once",
  );
  const more = (row?.looked ?? 0) > most;
  return { number: Math.min(row?.fitting ?? 0, most), more };
}
