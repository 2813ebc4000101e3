import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";

/** How many rows of so many columns a notebook may hold at once. */
export function wholeRowsAtMost(columns: number): number {
  return Math.floor(limits.notebookTableCells / Math.max(1, columns));
}

/**
 * Refuses a table that does not fit whole, with its size and what to do: a table is never cut in silence.
 *
 * @throws {AppError} TOO_LARGE
 */
export function requireWhole(what: string, { rows, columns }: { rows: number; columns: number }): void {
  const most = wholeRowsAtMost(columns);
  if (rows <= most) return;
  throw new AppError(
    "TOO_LARGE",
    `${what} has ${integer(rows)} rows of ${integer(columns)} columns; ` +
      `a notebook takes at most ${integer(most)} rows of so many columns at once. ` +
      "Choose columns, filter, or count in SQL.",
  );
}
