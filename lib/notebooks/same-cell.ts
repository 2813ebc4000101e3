import type { Cell } from "./schema";

/** Whether two states of a cell are the same text and language, for the same table, with the same parts hidden. */
export function isSameCell(cell: Cell, other: Cell | undefined): boolean {
  return (
    other !== undefined &&
    cell.mode === other.mode &&
    cell.source === other.source &&
    cell.output === other.output &&
    cell.hidden === other.hidden
  );
}
