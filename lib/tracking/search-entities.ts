import type { AccessFilter } from "@/lib/auth/access-filter";
import type { Sql } from "@/lib/db/direct";
import { inList } from "@/lib/db/group-commit";
import type { SqliteValue } from "@/lib/db/sqlite";
import { conditionSql, parameters, type Columns } from "@/lib/runs/conditions";
import type { Comparison } from "@/lib/runs/filter";
import type { Order } from "@/lib/runs/order";
import { decodeOffset, encodeOffset } from "@/lib/runs/page-token";

export type EntitySearch = {
  /** The document to answer, the tables it comes from, and what always holds; `$1` is the project. */
  document: string;
  from: string;
  where: readonly string[];
  values: readonly SqliteValue[];
  filters: readonly Comparison[];
  columns: (bind: (value: SqliteValue) => string) => Columns;
  orders: readonly Order[];
  /** How things of one kind are sorted by a field; text by its characters. */
  sortBy: (order: Order, bind: (value: SqliteValue) => string) => string;
  /** What decides between equals. */
  last: string;
  limit: number;
  token: string | undefined;
};

/** A page of experiments, models or versions as documents: few enough that a page is found by its place. */
export async function searchEntities(
  sql: Sql,
  search: EntitySearch,
): Promise<{ documents: string[]; next: string | null }> {
  const offset = decodeOffset(search.token);
  const bound = parameters();
  search.values.forEach(bound.bind);
  const columns = search.columns(bound.bind);
  const conditions = [
    ...search.where,
    ...search.filters.map((filter) => conditionSql(sql, filter, columns, bound)),
  ];
  const order = [
    ...search.orders.map(
      (entry) => `${search.sortBy(entry, bound.bind)} ${entry.ascending ? "ASC" : "DESC"} NULLS LAST`,
    ),
    search.last,
  ].join(", ");
  const rows = await sql.all<{ document: string }>(
    `SELECT ${search.document} AS "document" FROM ${search.from} WHERE ${conditions.join(" AND ")}
     ORDER BY ${order} LIMIT ${search.limit + 1} OFFSET ${offset}`,
    bound.values,
  );
  return {
    documents: rows.slice(0, search.limit).map(({ document }) => document),
    next: rows.length > search.limit ? encodeOffset(offset + search.limit) : null,
  };
}

/** A condition that an id lies within a access, whose ids are bound at `parameter` as a JSON list. */
export function within(
  sql: Sql,
  { all }: AccessFilter,
  id: string,
  parameter: string,
  type: "text" | "int" = "text",
): string {
  return `${id} ${all ? "NOT IN" : "IN"} ${inList(sql, parameter, type)}`;
}

/** A page of documents as the answer of a search. */
export function pageDocument(
  field: string,
  { documents, next }: { documents: readonly string[]; next: string | null },
): string {
  return `{"${field}":[${documents.join(",")}]${next ? `,"next_page_token":"${next}"` : ""}}`;
}
