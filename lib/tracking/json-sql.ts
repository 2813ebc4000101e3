import type { Provider } from "@/lib/db/client";

/**
 * Documents made inside the database, so that a page of runs never becomes objects here. Each answers the SQL
 * of a document, or of a part of one.
 */
export type JsonSql = {
  object(fields: Record<string, Field>): string;
  /** A list of `item` over `from`; empty where there is none. */
  list(item: Field, from: string): string;
  /** A list of params or tags, rows `f` with `key` and `value`. */
  pairs(from: string): string;
};

/**
 * SQL of a text, a whole number, a date to be told in milliseconds since 1970, a stored JSON text, or the row
 * whose `value` and `nan` are a metric's; a string is what `object` or `list` answered.
 * What is missing is null.
 */
export type Field =
  | string
  | { text: string }
  | { whole: string }
  | { milliseconds: string }
  | { stored: string }
  | { metric: string };

/** A date as a whole number of milliseconds since 1970. */
export function millisecondsSql(provider: Provider, date: string): string {
  return provider === "postgresql"
    ? `round(extract(epoch FROM ${date}) * 1000)::bigint`
    : `CAST(round(unixepoch(${date}, 'subsec') * 1000) AS INTEGER)`;
}

const largest = "1.7976931348623157e308";

/** A field as SQLite's JSON functions take it; JSON has no word for what is not a number, protobuf's does. */
function sqliteValue(field: Field): string {
  if (typeof field === "string") return field;
  if ("text" in field) return field.text;
  if ("whole" in field) return field.whole;
  if ("milliseconds" in field) return millisecondsSql("sqlite", field.milliseconds);
  if ("stored" in field) return `json(${field.stored})`;
  const row = field.metric;
  return `CASE WHEN ${row}."nan" = 1 THEN 'NaN' WHEN ${row}."value" > ${largest} THEN 'Infinity'
    WHEN ${row}."value" < -${largest} THEN '-Infinity' ELSE ${row}."value" END`;
}

/** A field as JSON text. */
function postgresText(field: Field): string {
  if (typeof field === "string") return field;
  if ("text" in field) return `coalesce(to_json(${field.text})::text, 'null')`;
  if ("whole" in field) return `coalesce((${field.whole})::text, 'null')`;
  if ("milliseconds" in field)
    return `coalesce(${millisecondsSql("postgresql", field.milliseconds)}::text, 'null')`;
  if ("stored" in field) return `coalesce(${field.stored}, 'null')`;
  const row = field.metric;
  return `CASE WHEN ${row}."nan" = 1 THEN '"NaN"'
    WHEN ${row}."value" IN ('Infinity', '-Infinity') THEN '"' || ${row}."value" || '"'
    ELSE ${row}."value"::text END`;
}

const pair: Record<string, Field> = { key: { text: `f."key"` }, value: { text: `f."value"` } };

const sqlite: JsonSql = {
  object: (fields) =>
    `json_object(${Object.entries(fields)
      .map(([name, field]) => `'${name}', ${sqliteValue(field)}`)
      .join(", ")})`,
  list: (item, from) => `(SELECT json_group_array(${sqliteValue(item)}) ${from})`,
  pairs: (from) => sqlite.list(sqlite.object(pair), from),
};

/** Texts put together cost half as much as PostgreSQL's own JSON, which reads each part again. */
const postgresql: JsonSql = {
  object: (fields) =>
    `('{' || ${Object.entries(fields)
      .map(([name, field], i) => `'${i === 0 ? "" : ","}"${name}":' || ${postgresText(field)}`)
      .join(" || ")} || '}')`,
  list: (item, from) => `(SELECT '[' || coalesce(string_agg(${postgresText(item)}, ','), '') || ']' ${from})`,
  pairs: (from) => postgresql.list(postgresql.object(pair), from),
};

/** How a database makes JSON of its rows. */
export function jsonSql(provider: Provider): JsonSql {
  return provider === "sqlite" ? sqlite : postgresql;
}
