import { argsort, sortRoom } from "@/lib/stats/sort";
import type { Matrix } from "./matrix";

/** Features as at most 256 bins each, a row's bins side by side; `edges[f][b]` parts bin b from b + 1. */
export type Binned = { rows: number; width: number; bins: Uint8Array; edges: Float64Array[] };

const mostBins = 256;

/**
 * Puts every feature into bins that hold about as many rows each; with at most 256 distinct values a
 * bin each. Edges lie half-way between neighbouring values, as CART's thresholds do.
 */
export function binFeatures({ rows, width, values }: Matrix, bins: Uint8Array = new Uint8Array(rows * width)): Binned {
  const room = sortRoom(rows);
  const column = new Float64Array(rows);
  const edges = Array.from({ length: width }, (_, f) => {
    for (let i = 0; i < rows; i++) column[i] = values[i * width + f]!;
    const order = argsort(column, room);
    const cuts = edgesOf(column, order);
    let bin = 0;
    for (let i = 0; i < rows; i++) {
      const row = order[i]!;
      while (bin < cuts.length && column[row]! > cuts[bin]!) bin++;
      bins[row * width + f] = bin;
    }
    return cuts;
  });
  return { rows, width, bins, edges };
}

function edgesOf(column: Float64Array, order: Uint32Array): Float64Array {
  const starts: number[] = [];
  for (let i = 1; i < order.length; i++) if (column[order[i]!] !== column[order[i - 1]!]) starts.push(i);
  const chosen = starts.length < mostBins ? starts : evenly(starts, order.length);
  return Float64Array.from(chosen, (start) => between(column[order[start - 1]!]!, column[order[start]!]!));
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
