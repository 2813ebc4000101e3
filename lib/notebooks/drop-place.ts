import type { CellId } from "./graph";

/** Where a cell stands, in pixels from the top of what is seen. */
export type CellSpan = { id: CellId; top: number; bottom: number };

/** Within so many pixels of an edge what is dragged scrolls the page, by at most so many a frame. */
const [edge, fastest] = [64, 18];

/**
 * Behind which cell one is put that is dropped at a height, null for the beginning, and the height of the
 * line that says so; null where it would stay where it is.
 *
 * @param spans cells in their order
 */
export function dropPlace(
  spans: readonly CellSpan[],
  id: CellId,
  y: number,
): { after: CellId | null; line: number } | null {
  const found = spans.findIndex(({ top, bottom }) => y < (top + bottom) / 2);
  const at = found < 0 ? spans.length : found;
  const own = spans.findIndex((span) => span.id === id);
  if (own < 0 || at === own || at === own + 1) return null;
  const before = spans[at - 1];
  return { after: before?.id ?? null, line: spans[at]?.top ?? before!.bottom };
}

/** By how many pixels a page scrolls in one frame while something is dragged at a height of the window. */
export function scrollStep(y: number, windowHeight: number): number {
  const [above, below] = [edge - y, y - (windowHeight - edge)];
  if (above > 0) return -Math.ceil(fastest * Math.min(1, above / edge));
  return below > 0 ? Math.ceil(fastest * Math.min(1, below / edge)) : 0;
}
