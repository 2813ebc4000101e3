import type { DuckDBConnection } from "@duckdb/node-api";
import type { Changes } from "@/lib/datasets/changes";
import { schemaChange } from "@/lib/datasets/comparison";
import type { EngineRequests } from "@/lib/datasets/engine";
import { counted } from "@/lib/format";
import { withDuckDb } from "./duckdb";
import {
  countDifferences,
  countWholeRows,
  differencesSql,
  keyFault,
  openTables,
  pairsOf,
  type Pair,
} from "./row-differences";

/**
 * Compares two tables: columns by name, rows by the columns of a key where it names each row in both, else as
 * whole rows, however often each occurs.
 */
export function compareTables({ tables, key }: EngineRequests["changes"]["input"]): Promise<Changes> {
  const [before, after] = tables;
  return withDuckDb({ files: [before.file, after.file] }, async (connection) => {
    const { added, removed, typeChanged: retyped } = schemaChange(before.columns, after.columns);
    const names = (columns: typeof added) => columns.map(({ name }) => name);
    const columns = { added: names(added), removed: names(removed), retyped, changed: [], drifted: [] };
    const whole = { before: before.rows, after: after.rows, key: [], keyProblem: null, changed: 0, columns };
    const pairs = pairsOf(tables);
    await openTables(connection, tables);
    const keyProblem = await problemOf(connection, pairs, key);
    if (key.length === 0 || keyProblem)
      return { ...whole, keyProblem, ...(await countWholeRows(connection, pairs)) };
    const cells = pairs.filter(({ name }) => !key.includes(name));
    const relation = differencesSql(keysOf(pairs, key), cells);
    const { same: _same, cells: changed, ...rows } = await countDifferences(connection, relation, cells);
    const cellsChanged = changed.map(({ column, count }) => ({ name: column, rows: count }));
    return { ...whole, key: [...key], ...rows, columns: { ...columns, changed: cellsChanged } };
  });
}

const asWhole = "Rows were compared as a whole";

function keysOf(pairs: readonly Pair[], key: readonly string[]): Pair[] {
  return key.flatMap((name) => pairs.filter((pair) => pair.name === name));
}

/** Why the key does not name rows: a column is not in both, a cell is missing, or rows share one. */
async function problemOf(
  connection: DuckDBConnection,
  pairs: readonly Pair[],
  key: readonly string[],
): Promise<string | null> {
  if (key.length === 0) return null;
  const keys = keysOf(pairs, key);
  const gone = key.find((name) => keys.every((pair) => pair.name !== name));
  if (gone !== undefined) return `${asWhole}: both versions need a column “${gone}” of one type.`;
  const fault = await keyFault(connection, keys);
  if (!fault) return null;
  const named = key.map((name) => `“${name}”`).join(", ");
  const when = fault.side === "before" ? "before" : "now";
  return "missing" in fault
    ? `${asWhole}: ${named} is missing in ${counted(fault.missing, "row")} ${when}.`
    : `${asWhole}: ${counted(fault.shared, "value")} of ${named} in more than one row ${when}.`;
}
