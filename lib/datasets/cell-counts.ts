import type { ColumnSchema } from "@/lib/frame/frame";
import type { ImportNote } from "./import-note";

/** What the cells of a column are, over all rows of a version; the three make up all of them. */
export type CellCounts = {
  column: string;
  valid: number;
  /** Cells in which something stands that is none of the type: they have no value. */
  failed: number;
  missing: number;
  /** Cells that did not fit either, and whose rows are not in the version. */
  leftOut: number;
};

/**
 * The cells of each column by what they are.
 *
 * @param empty how many cells of each column have no value, by place
 */
export function cellCounts(
  {
    columns,
    rows,
    importNote,
  }: { columns: readonly ColumnSchema[]; rows: number; importNote: ImportNote | null },
  empty: readonly number[],
): CellCounts[] {
  const notes = new Map(importNote?.columns.map(({ column, failed }) => [column, failed]));
  return columns.map(({ name }, i) => {
    const said = notes.get(name);
    const none = empty[i] ?? 0;
    const failed = said && !said.rowsLeftOut ? Math.min(said.count, none) : 0;
    const leftOut = said?.rowsLeftOut ? said.count : 0;
    return { column: name, valid: rows - none, failed, missing: none - failed, leftOut };
  });
}
