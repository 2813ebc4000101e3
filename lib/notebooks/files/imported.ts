import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import type { Document } from "../document";
import { cellSchema, type Cell } from "../schema";

/** A notebook as a file holds it, and in sentences what of the file is otherwise here. */
export type Imported = { document: Document; notes: readonly string[] };

/**
 * The cells of a file with ids: their own where they have one that nobody else has, the next free one else.
 *
 * @throws {AppError} TOO_LARGE, with the number of the cell, where one is too long, or there are too many
 */
export function withIds(cells: readonly (Omit<Cell, "id"> & { id?: number | undefined })[]): Cell[] {
  if (cells.length > limits.notebookCells)
    throw new AppError(
      "TOO_LARGE",
      `This file has ${integer(cells.length)} cells; a notebook may have ${integer(limits.notebookCells)}.`,
    );
  const taken = new Set<number>();
  const asked = cells.map(({ id }) => {
    if (id === undefined || !Number.isSafeInteger(id) || id < 1 || taken.has(id)) return null;
    taken.add(id);
    return id;
  });
  let next = 0;
  const free = () => {
    do next += 1;
    while (taken.has(next));
    return next;
  };
  return cells.map((cell, i) => {
    const checked = cellSchema.safeParse({ ...cell, id: asked[i] ?? free() });
    if (checked.success) return checked.data;
    throw new AppError(
      "TOO_LARGE",
      `Cell ${integer(i + 1)} has ${integer(cell.source.length)} characters; ` +
        `one may have ${integer(limits.cellCharacters)}.`,
    );
  });
}

/** A title that a notebook may have: on one line, cut where it is too long, with a mark. */
export function titleFrom(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line === "" ? "Untitled" : line.length > 200 ? `${line.slice(0, 199).toWellFormed()}…` : line;
}
