import type { ColumnSchema } from "@/lib/frame/frame";

/**
 * What the column of row numbers is called in a version's file: `__row`, longer where a column of the table
 * is called so.
 */
export function rowNumberColumn(columns: readonly Pick<ColumnSchema, "name">[]): string {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  let name = "__row";
  while (taken.has(name)) name += "_";
  return name;
}
