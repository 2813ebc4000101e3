import type { Cell } from "./schema";

/** Whether two states of a cell are the same text, in the same language, for the same table, with the same put away. */
export function isSameCell(cell: Cell, other: Cell | undefined): boolean {
  return (
    other !== undefined &&
    cell.mode === other.mode &&
    cell.source === other.source &&
    cell.output === other.output &&
    cell.hidden === other.hidden
  );
}
