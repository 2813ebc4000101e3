import type { Sql } from "@/lib/db/direct";
import { FilterError } from "./filter-error";
import { parseField, type EntityKind, type Grammar } from "./filter";

/** What to sort by; `numeric` sorts texts that are numbers as such, before all others. */
export type Order = { kind: EntityKind; key: string; ascending: boolean; numeric?: boolean };

/**
 * Reads clauses such as `metrics.f1 DESC`.
 *
 * @throws {FilterError} INVALID with the clause that cannot be read, or that stands there twice
 */
export function parseOrder(clauses: readonly string[], grammar: Grammar): Order[] {
  const orders = clauses.map((clause) => {
    const match = clause.trim().match(/^(.*?)(?:\s+(asc|desc))?$/is);
    if (!match?.[1]) throw new FilterError({ what: "order" }, { text: clause, at: 0 });
    return { ...parseField(match[1], grammar), ascending: match[2]?.toLowerCase() !== "desc" };
  });
  const twice = orders.find(
    (order, i) => orders.findIndex(({ kind, key }) => kind === order.kind && key === order.key) !== i,
  );
  if (twice)
    throw new FilterError(
      { what: "twice", kind: twice.kind, key: twice.key },
      { text: clauses.join(", "), at: 0 },
    );
  return orders;
}

/** Text sorted by its characters, whatever the database's language. */
export function byCharacters({ provider }: Sql, expression: string): string {
  return provider === "postgresql" ? `${expression} COLLATE "C"` : expression;
}
