import type { Provider } from "@/lib/db/client";

/** Documents made inside the database, so that a page of runs never becomes objects here. */
export type JsonSql = {
  object(entries: Record<string, string>): string;
  /** A list of `item` over `from`; empty where there is none. */
  list(item: string, from: string): string;
  /** A list of flat objects over `from`, cheaper than objects in a list; empty where there is none. */
  rows(fields: Record<string, Field>, from: string): string;
  /** A stored JSON text as part of a document. */
  parsed(text: string): string;
  /** A metric's value; JSON has no word for what is not a number, protobuf's does. */
  number(row: string): string;
  /** A date as milliseconds since 1970. */
  milliseconds(date: string): string;
  asText(document: string): string;
};

/** A field of a flat object: a text, a whole number, or the `value` and `nan` of a metric's row. */
export type Field = { text: string } | { whole: string } | { metric: string };

/** A param or tag, from its row `f`. */
export const keyValue: Record<string, Field> = { key: { text: `f."key"` }, value: { text: `f."value"` } };

const largest = "1.7976931348623157e308";
const pairs = (entries: Record<string, string>) => Object.entries(entries).map(([name, value]) => `'${name}', ${value}`).join(", ");

/** A metric's value as JSON text on PostgreSQL. */
const numberText = (row: string) => `CASE WHEN ${row}."nan" = 1 THEN '"NaN"' WHEN ${row}."value" IN ('Infinity', '-Infinity') THEN '"' || ${row}."value" || '"' ELSE ${row}."value"::text END`;

/** A field as JSON text; PostgreSQL's own objects cost twice as much as putting texts together. */
function fieldText(field: Field): string {
  if ("text" in field) return `to_json(${field.text})::text`;
  return "whole" in field ? `${field.whole}::text` : numberText(field.metric);
}

const dialects: Record<Provider, JsonSql> = {
  sqlite: {
    object: (entries) => `json_object(${pairs(entries)})`,
    list: (item, from) => `(SELECT json_group_array(${item}) ${from})`,
    rows: (fields, from) => {
      const { list, object, number } = dialects.sqlite;
      const entries = Object.entries(fields).map(([name, field]) => [name, "text" in field ? field.text : "whole" in field ? field.whole : number(field.metric)]);
      return list(object(Object.fromEntries(entries) as Record<string, string>), from);
    },
    parsed: (text) => `json(${text})`,
    number: (row) => `CASE WHEN ${row}."nan" = 1 THEN 'NaN' WHEN ${row}."value" > ${largest} THEN 'Infinity' WHEN ${row}."value" < -${largest} THEN '-Infinity' ELSE ${row}."value" END`,
    milliseconds: (date) => `CAST(round(unixepoch(${date}, 'subsec') * 1000) AS INTEGER)`,
    asText: (document) => document,
  },
  postgresql: {
    object: (entries) => `json_build_object(${pairs(entries)})`,
    list: (item, from) => `coalesce((SELECT json_agg(${item}) ${from}), '[]'::json)`,
    rows: (fields, from) => {
      const parts = Object.entries(fields).map(([name, field], i) => `'${i === 0 ? "{" : ","}"${name}":' || ${fieldText(field)}`);
      return `coalesce((SELECT '[' || string_agg(${parts.join(" || ")} || '}', ',') || ']' ${from}), '[]')::json`;
    },
    parsed: (text) => `${text}::json`,
    number: (row) => `(${numberText(row)})::json`,
    milliseconds: (date) => `round(extract(epoch FROM ${date}) * 1000)::bigint`,
    asText: (document) => `(${document})::text`,
  },
};

export function jsonSql(provider: Provider): JsonSql {
  return dialects[provider];
}
