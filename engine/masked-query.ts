import type { DuckDBConnection } from "@duckdb/node-api";
import { requireUnmasked } from "@/lib/datasets/barred";

type Tree = { [key: string]: unknown };

/**
 * Refuses a query that does more with a masked column than to show it: by conditions, groups, joins, order
 * and expressions a reader would ask of its values.
 *
 * @throws {AppError} FORBIDDEN with the column
 */
export async function requireShownOnly(
  connection: DuckDBConnection,
  sql: string,
  masked: readonly string[],
): Promise<void> {
  if (masked.length === 0) return;
  const reader = await connection.runAndReadAll("SELECT json_serialize_sql($1::VARCHAR)", [sql]);
  const tree = JSON.parse(String(reader.getRowsJson()[0]?.[0])) as Tree;
  requireUnmasked(masked, usedIn(tree), "a query can show it and do nothing else with it.");
}

/** The columns that a query uses for something else than to show them. */
function usedIn(value: unknown): string[] {
  if (value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return value.flatMap(usedIn);
  const node = value as Tree;
  const own = isColumn(node)
    ? [lastName(node)]
    : Array.isArray(node.using_columns)
      ? node.using_columns.map(String)
      : [];
  const { select_list: list, ...rest } = node;
  const shown = Array.isArray(list) ? (list as unknown[]).filter((item) => !isColumn(item as Tree)) : [];
  return [...own, ...shown.flatMap(usedIn), ...Object.values(rest).flatMap(usedIn)];
}

function isColumn(node: Tree): boolean {
  return node.class === "COLUMN_REF" && Array.isArray(node.column_names);
}

function lastName(node: Tree): string {
  return String((node.column_names as unknown[]).at(-1));
}
