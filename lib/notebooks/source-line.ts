import { TraceMap, originalPositionFor } from "@jridgewell/trace-mapping";

/** Where the lines of a cell's function come from in the text of the cell. */
export type SourcePlace = {
  /** Lines of the function before the cell's own. */
  head: number;
  /** Empty lines that the cell's own began with and the function does not have. */
  dropped: number;
  /** Where they come from in what was compiled, as a source map; null where they are as they were written. */
  map: string | null;
  /** Lines of the cell's text before what was compiled. */
  skipped: number;
};

/**
 * The line of a cell's text, from 1, for a place in its function, from 1; null where it comes from none.
 */
export function sourceLine(
  { head, dropped, map, skipped }: SourcePlace,
  { line, column }: { line: number; column: number },
): number | null {
  const own = line - head + dropped;
  if (own < 1) return null;
  if (map === null) return own + skipped;
  const { line: found } = originalPositionFor(new TraceMap(map), { line: own, column: column - 1 });
  return found === null ? null : found + skipped;
}
