import type { DuckDBConnection } from "@duckdb/node-api";
import { AppError } from "@/lib/errors";

/** Functions that make rows and open nothing; what is not here is refused. */
const tableFunctions = new Set([
  "range",
  "generate_series",
  "unnest",
  "repeat",
  "repeat_row",
  "json_each",
  "json_tree",
  "regexp_split_to_table",
]);
/** Functions that tell how the database is set up. */
const tellsSettings = /^(current_setting|getenv|getvariable|write_log|pragma_|duckdb_|pg_.*setting)/;

/**
 * Refuses a query that reads anything but the tables it was given: files, settings, catalogues.
 *
 * @throws {AppError} INVALID, naming what is refused, or with the place of a mistake in the query
 */
export async function requireOwnTables(
  connection: DuckDBConnection,
  sql: string,
  tables: readonly string[],
): Promise<void> {
  const reader = await connection.runAndReadAll("SELECT json_serialize_sql($1::VARCHAR)", [sql]);
  const tree = JSON.parse(String(reader.getRowsJson()[0]?.[0])) as Tree;
  if (tree.error)
    throw new AppError(
      "INVALID",
      /only select/i.test(String(tree.error_message))
        ? "A SQL cell holds one query: SELECT, WITH, FROM or VALUES."
        : String(tree.error_message),
    );
  requireNames(tree, new Set(tables.map((name) => name.toLowerCase())));
}

type Tree = { [key: string]: unknown };

function requireTable(node: Tree, known: ReadonlySet<string>): void {
  const { table_name: table } = node;
  if (typeof table !== "string" || !("schema_name" in node || node.type === "SHOW_REF")) return;
  if (node.type === "SHOW_REF" && node.query) return;
  const plain = !node.schema_name && !node.catalog_name && node.type !== "SHOW_REF";
  if (!plain || !known.has(table.toLowerCase()))
    throw new AppError(
      "INVALID",
      `There is no table ${table}. A query reads the project's data as dataset('name').`,
    );
}

function requireFunction(node: Tree): void {
  const name = typeof node.function_name === "string" ? node.function_name.toLowerCase() : null;
  if (name !== null && node.class === "FUNCTION" && tellsSettings.test(name)) throw notOffered(name);
  const call = node.type === "TABLE_FUNCTION" ? (node.function as Tree | undefined) : undefined;
  if (call && !tableFunctions.has(String(call.function_name).toLowerCase()))
    throw notOffered(String(call.function_name));
}

function notOffered(name: string): AppError {
  return new AppError(
    "INVALID",
    `${name}() is not offered here: a query reads the project's datasets alone.`,
  );
}

/**
 * Looks at every table and function, each table by the names that hold where it stands: a name that WITH
 * gives
 * holds in what follows it, never in its own query nor beside it, where it would mean what the database has.
 */
function requireNames(value: unknown, known: ReadonlySet<string>): void {
  if (value === null || typeof value !== "object") return;
  if (Array.isArray(value)) return value.forEach((child) => requireNames(child, known));
  const node = value as Tree;
  requireTable(node, known);
  requireFunction(node);
  const { cte_map: given, ...rest } = node;
  const inside = new Set(known);
  for (const { key, value: query } of (given as { map?: { key: string; value: unknown }[] } | undefined)
    ?.map ?? []) {
    requireNames(query, inside);
    inside.add(key.toLowerCase());
  }
  const again =
    typeof node.cte_name === "string" ? new Set([...inside, node.cte_name.toLowerCase()]) : inside;
  for (const [name, child] of Object.entries(rest)) requireNames(child, name === "right" ? again : inside);
}
