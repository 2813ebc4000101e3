import type { Sql } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { parseField, type EntityKind, type Grammar } from "./filter";

export type Order = { kind: EntityKind; key: string; ascending: boolean };

/**
 * Reads clauses such as `metrics.f1 DESC`.
 *
 * @throws {AppError} INVALID with the clause that cannot be read, or that stands there twice
 */
export function parseOrder(clauses: readonly string[], grammar: Grammar): Order[] {
  const orders = clauses.map((clause) => {
    const match = clause.trim().match(/^(.*?)(?:\s+(asc|desc))?$/is);
    if (!match?.[1])
      throw new AppError(
        "INVALID",
        `Invalid order_by clause '${clause.slice(0, 100)}'. Could not be parsed.`,
      );
    return { ...parseField(match[1], grammar), ascending: match[2]?.toLowerCase() !== "desc" };
  });
  const twice = orders.find(
    (order, i) => orders.findIndex(({ kind, key }) => kind === order.kind && key === order.key) !== i,
  );
  if (twice) throw new AppError("INVALID", `order_by contains ${twice.kind} ${twice.key} twice.`);
  return orders;
}

/** Text sorted by its characters, whatever the database's language. */
export function byCharacters({ provider }: Sql, expression: string): string {
  return provider === "postgresql" ? `${expression} COLLATE "C"` : expression;
}
