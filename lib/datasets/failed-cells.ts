import { isSameName } from "./mask";
import { readJson } from "@/lib/storage/json";
import type { Storage } from "@/lib/storage/storage";
import { failedCellsSchema, failedTexts, type FailedCell, type FailedText } from "./failed-cell";

/** Failed cells as the storage keeps them. */
export function failedCellBytes(cells: readonly FailedCell[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(cells));
}

export type FailedCells = {
  cells: FailedCell[];
  kept: number;
  next: number | null;
  texts?: FailedText[];
  distinct?: number;
};

/**
 * A page of the cells of a version that do not fit their type, in the order of the file; of very many the
 * first are kept, and the version's note counts all. Of one column also what stands in them.
 *
 * @param page `after` is the number of cells to pass over, `limit` how many come at most
 */
export async function listFailedCells(
  storage: Storage,
  sha256: string | null,
  {
    column,
    after = 0,
    limit,
    but,
  }: {
    column?: string | undefined;
    after?: number | undefined;
    limit: number;
    /** Columns of which nothing is told. */
    but: readonly string[];
  },
): Promise<FailedCells> {
  const all = sha256 ? failedCellsSchema.parse(await readJson(storage, sha256)) : [];
  const wanted = all.filter(
    (cell) =>
      !but.some((name) => isSameName(name, cell.column)) && (column === undefined || cell.column === column),
  );
  const end = after + limit;
  return {
    cells: wanted.slice(after, end),
    kept: wanted.length,
    next: end < wanted.length ? end : null,
    ...(column === undefined ? {} : failedTexts(wanted)),
  };
}
