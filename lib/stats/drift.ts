/** What an empty bin counts as, so that its logarithm is there: a ten-thousandth of the rows. */
const leastShare = 1e-4;

/**
 * The population stability index of counts in the same bins, before and after: the sum over bins of
 * (q - p) ln(q / p), where p and q are the bins' shares, at least 0.0001 each.
 *
 * @returns 0 for equal shares; by custom below 0.1 is no change, above 0.25 a large one; NaN without rows
 */
export function stabilityIndex(before: ArrayLike<number>, after: ArrayLike<number>): number {
  const n = sumOf(before);
  const m = sumOf(after);
  if (n === 0 || m === 0) return NaN;
  let sum = 0;
  for (let i = 0; i < before.length; i++) {
    const p = Math.max(leastShare, before[i]! / n);
    const q = Math.max(leastShare, after[i]! / m);
    sum += (q - p) * Math.log(q / p);
  }
  return sum;
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]!;
  return sum;
}

/**
 * The statistic D of Kolmogorov and Smirnov for two samples: the greatest distance between their empirical
 * distribution functions.
 *
 * @param before values in ascending order, none NaN
 * @returns [0, 1]; NaN when a sample is empty
 */
export function kolmogorovSmirnov(before: Float64Array, after: Float64Array): number {
  const [n, m] = [before.length, after.length];
  if (n === 0 || m === 0) return NaN;
  let greatest = 0;
  for (let i = 0, j = 0; i < n && j < m;) {
    const value = Math.min(before[i]!, after[j]!);
    while (i < n && before[i] === value) i++;
    while (j < m && after[j] === value) j++;
    greatest = Math.max(greatest, Math.abs(i / n - j / m));
  }
  return greatest;
}

/**
 * The inner edges of at most `bins` bins that hold about as many of the values each: their quantiles (linear
 * between neighbours, type 7), each once.
 *
 * @param sorted values in ascending order, none NaN
 */
export function quantileEdges(sorted: Float64Array, bins: number): number[] {
  if (sorted.length === 0) return [];
  const edges = Array.from({ length: bins - 1 }, (_, i) => {
    const at = ((i + 1) / bins) * (sorted.length - 1);
    const low = Math.floor(at);
    return sorted[low]! + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)]! - sorted[low]!);
  });
  return [...new Set(edges)];
}

/**
 * How many values lie in each bin between edges; a value on an edge lies below it.
 *
 * @param sorted values in ascending order, none NaN
 * @param edges ascending, each once
 * @returns one count more than there are edges
 */
export function countsBetween(sorted: Float64Array, edges: readonly number[]): number[] {
  const counts: number[] = [];
  let i = 0;
  for (const edge of edges) {
    const start = i;
    while (i < sorted.length && sorted[i]! <= edge) i++;
    counts.push(i - start);
  }
  return [...counts, sorted.length - i];
}
