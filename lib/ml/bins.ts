import { argsort, sortRoom } from "@/lib/stats/sort";
import type { Matrix } from "./matrix";

/** Features as at most 256 bins each, a row's bins side by side; `edges[f][b]` parts bin b from b + 1. */
export type Binned = { rows: number; width: number; bins: Uint8Array; edges: Float64Array[] };

const mostBins = 256;

/**
 * Puts every feature into bins that hold about as many rows each; with at most 256 distinct values a
 * bin each. Edges lie half-way between neighbouring values, as CART's thresholds do.
 */
export function binFeatures(matrix: Matrix): Binned {
  const { rows, width } = matrix;
  const bins = new Uint8Array(rows * width);
  return { rows, width, bins, edges: binSome(matrix, bins, { from: 0, to: width }) };
}

/** Bins the features `from` to before `to` into `bins`; their edges. */
export function binSome(
  { rows, width, values }: Matrix,
  bins: Uint8Array,
  { from, to }: { from: number; to: number },
): Float64Array[] {
  const room = sortRoom(rows);
  const column = new Float64Array(rows);
  const sorted = new Float64Array(rows);
  const own = new Uint8Array(rows);
  return Array.from({ length: to - from }, (_, at) => {
    const f = from + at;
    for (let i = 0; i < rows; i++) column[i] = values[i * width + f]!;
    const order = argsort(column, room);
    for (let i = 0; i < order.length; i++) sorted[i] = column[order[i]!]!;
    const starts = binStarts(sorted, order.length);
    own.fill(0);
    for (let bin = 1; bin <= starts.length; bin++) {
      const end = starts[bin] ?? order.length;
      for (let i = starts[bin - 1]!; i < end; i++) own[order[i]!] = bin;
    }
    for (let i = 0; i < rows; i++) bins[i * width + f] = own[i]!;
    return Float64Array.from(starts, (start) => between(sorted[start - 1]!, sorted[start]!));
  });
}

/** Where among sorted values each bin but the first begins. */
function binStarts(sorted: Float64Array, rows: number): number[] {
  const starts: number[] = [];
  for (let i = 1; i < rows; i++) if (sorted[i] !== sorted[i - 1]) starts.push(i);
  return starts.length < mostBins ? starts : evenly(starts, rows);
}

/** Of all places where the value changes, those nearest behind each 256th of the rows. */
function evenly(starts: readonly number[], rows: number): number[] {
  const chosen: number[] = [];
  let next = 0;
  for (let b = 1; b < mostBins; b++) {
    const wanted = (b * rows) / mostBins;
    while (next < starts.length && starts[next]! < wanted) next++;
    if (next < starts.length && chosen.at(-1) !== starts[next]) chosen.push(starts[next]!);
  }
  return chosen;
}

/** The middle of two neighbours, never rounded up to the greater one. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}
