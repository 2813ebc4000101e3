/** What stands left and right of a value in its cell, in pixels: the style sheet's margins. */
const margins = 24;
/** What Observable Plot makes a chart when nobody says. */
const usual = 640;

let width: number | null = null;
const changed: (() => void)[] = [];

/** The page says how wide the cells are. */
export function setColumnWidth(cells: number): void {
  const now = Math.max(120, Math.floor(cells - margins));
  if (now === width) return;
  width = now;
  for (const tell of changed.splice(0)) tell();
}

/** How wide a chart is of which nobody says it, in pixels: as usual, or as wide as its cell. */
export function chartWidth(): number {
  return Math.min(usual, width ?? usual);
}

/** How wide a value may be, in pixels, as the runtime likes it: now, and again when it changes. */
export async function* columnWidths(): AsyncGenerator<number> {
  let last: number | null = null;
  for (;;) {
    if (width === null || width === last) await new Promise<void>((resolve) => changed.push(resolve));
    if (width === null) continue;
    last = width;
    yield width;
  }
}
