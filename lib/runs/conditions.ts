import { inList } from "@/lib/db/group-commit";
import type { Sql } from "@/lib/db/direct";
import type { SqliteValue } from "@/lib/db/sqlite";
import type { Comparison } from "./filter";

/** Parameters of a statement as it is put together: `bind` answers the place of a value. */
export type Parameters = { values: SqliteValue[]; bind(value: SqliteValue): string };

/** An empty list of parameters; `bind` adds a value and answers how a statement names it. */
export function parameters(): Parameters {
  const values: SqliteValue[] = [];
  return { values, bind: (value) => `$${values.push(value)}` };
}

/**
 * What a comparison compares, as SQL: an attribute's expression,
 * or the table of tags or params and the column that points from it.
 */
export type Columns = {
  attributes: Readonly<Record<string, string>>;
  /** A condition that holds when the thing has such a row; `inner` speaks of its columns as `f`. */
  rows: Partial<Record<Comparison["kind"], (inner: string, key: string) => string>>;
};

/** A comparison as a condition of a WHERE. */
export function conditionSql(sql: Sql, comparison: Comparison, columns: Columns, bound: Parameters): string {
  const { kind, key, operator } = comparison;
  if (kind === "attribute") return compareSql(sql, columns.attributes[key]!, comparison, bound);
  const rows = columns.rows[kind]!;
  if (operator === "IS NULL") return `NOT ${rows("1 = 1", key)}`;
  if (operator === "IS NOT NULL") return rows("1 = 1", key);
  const column = kind === "dataset" ? datasetColumns[key]! : `f."value"`;
  const compares = kind === "param" && typeof comparison.value === "number" ? numberSql(sql, column) : column;
  const compared = compareSql(sql, compares, comparison, bound);
  // What is no number is unlike every number, and neither above nor below one.
  if (kind === "metric")
    return rows(operator === "!=" ? `(f."nan" = 1 OR ${compared})` : `f."nan" = 0 AND ${compared}`, key);
  return rows(compared, key);
}

/** Ids written into a statement's parameters, for an IN. */
export function idList(ids: readonly number[], bound: Parameters): string {
  return `(${ids.map((id) => bound.bind(id)).join(", ")})`;
}

/**
 * A text as a number, null where it is none: as JSON writes numbers, of at most 40 characters and two digits
 * of exponent, so that both databases agree.
 */
export function numberSql({ provider }: Sql, text: string): string {
  return provider === "postgresql"
    ? `CASE WHEN length(${text}) <= 40
      AND ${text} ~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]{1,2})?$' THEN ${text}::float8 END`
    : `CASE WHEN length(${text}) <= 40 AND json_valid(${text}) AND ${text} NOT GLOB '*[eE]*[0-9][0-9][0-9]'
      AND ${text} NOT GLOB '*[^-+0-9.eE]*' THEN CAST(${text} AS REAL) END`;
}

const datasetColumns: Record<string, string> = {
  name: `d."name"`,
  digest: `d."digest"`,
  context: `f."context"`,
};

/**
 * Text is compared by its characters, whatever the database's language; LIKE knows no escape, and ILIKE the
 * case of A to Z alone, as MLflow does on SQLite.
 */
function compareSql(sql: Sql, left: string, { operator, value }: Comparison, bound: Parameters): string {
  if (Array.isArray(value)) return `${left} ${operator} ${inList(sql, bound.bind(JSON.stringify(value)))}`;
  if (typeof value === "number")
    return `${left} ${operator} ${bound.bind(value)}${sql.provider === "postgresql" ? "::float8" : ""}`;
  const right = bound.bind(value);
  if (operator === "LIKE") return `${left} LIKE ${right}${sql.provider === "postgresql" ? " ESCAPE ''" : ""}`;
  if (operator === "ILIKE")
    return sql.provider === "postgresql"
      ? `lower(${left} COLLATE "C") LIKE lower(${right}::text COLLATE "C") ESCAPE ''`
      : `lower(${left}) LIKE lower(${right})`;
  return `${left} ${operator} ${right}`;
}
