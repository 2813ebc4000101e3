import { withHoles } from "./files/foreign-text";
import type { CellId } from "./graph";
import type { Cell } from "./schema";

/** A heading of a notebook's text: in which cell, at which place (from 0), of which level (1 to 3). */
export type Heading = { id: CellId; at: number; level: number; text: string };

/** The first heading of each cell of text. */
export function headingsOf(cells: readonly Cell[]): Heading[] {
  return cells.flatMap(({ id, mode, source }, at) => {
    const match = mode === "md" ? source.match(/^(#{1,3})\s+(.+)$/m) : null;
    return match ? [{ id, at, level: match[1]!.length, text: withHoles(match[2]!) }] : [];
  });
}
