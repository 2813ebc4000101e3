import type { CellId } from "./graph";

/**
 * An id that nobody who works on the same notebook chooses as well: a random whole number.
 *
 * @param chance gives a number from 0 to below 1
 */
export function newCellId(chance: () => number = Math.random): CellId {
  return 1 + Math.floor(chance() * (Number.MAX_SAFE_INTEGER - 1));
}
