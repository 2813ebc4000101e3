/** What can be shown as a table: Arquero's tables, and lists of objects. */
export type TableLike = {
  numRows(): number;
  columnNames(): string[];
  get(name: string, row: number): unknown;
};

/** A table of Arquero's, or a list of objects, as a table; null for every other value. */
export function asTable(value: unknown): TableLike | null {
  if (isTable(value)) return value;
  const isList =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((row) => typeof row === "object" && row !== null && !Array.isArray(row));
  const table = isList ? rowsAsTable(value as Record<string, unknown>[]) : null;
  // dates, maps and empty objects have no columns
  return table && table.columnNames().length > 0 ? table : null;
}

/** Whether a value is a table of Arquero's. */
export function isTable(value: unknown): value is TableLike {
  return (
    typeof value === "object" &&
    value !== null &&
    "numRows" in value &&
    "columnNames" in value &&
    typeof value.numRows === "function"
  );
}

function rowsAsTable(rows: Record<string, unknown>[]): TableLike {
  const found = new Set<string>();
  for (const row of rows) for (const name in row) if (Object.hasOwn(row, name)) found.add(name);
  const names = [...found];
  return { numRows: () => rows.length, columnNames: () => names, get: (name, row) => rows[row]![name] };
}
