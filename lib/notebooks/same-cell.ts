import type { Cell } from "./schema";

/** Whether two states of a cell have the same text, language, name of a table, and hidden parts. */
export function isSameCell(cell: Cell, other: Cell | undefined): boolean {
  return (
    other !== undefined &&
    cell.mode === other.mode &&
    cell.source === other.source &&
    cell.output === other.output &&
    cell.hidden === other.hidden
  );
}
