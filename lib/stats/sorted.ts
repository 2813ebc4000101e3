/** Figures of values in ascending order, none NaN. */

/** How many values are less than a bound. */
export function countBelow(sorted: ArrayLike<number>, bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many values are equal to one. */
export function countEqual(sorted: ArrayLike<number>, value: number): number {
  let count = 0;
  for (let i = countBelow(sorted, value); i < sorted.length && sorted[i] === value; i++) count++;
  return count;
}

/** How many values lie below and above two bounds. */
export function countOutside(sorted: Float64Array, low: number, high: number) {
  let above = 0;
  for (let i = sorted.length - 1; i >= 0 && sorted[i]! > high; i--) above++;
  return { low, high, below: countBelow(sorted, low), above };
}

export type NumberCount = { value: number; count: number };

/** The most frequent values, `most` of them; of equally frequent ones the least first. */
export function topRuns(sorted: Float64Array, most: number): NumberCount[] {
  const kept: NumberCount[] = [];
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    const run = { value: sorted[start]!, count: end - start };
    if (kept.length < most || kept.at(-1)!.count < run.count) {
      // Runs come by value, so that one goes behind all that are as frequent.
      let at = kept.length;
      while (at > 0 && kept[at - 1]!.count < run.count) at--;
      kept.splice(at, 0, run);
      if (kept.length > most) kept.pop();
    }
    start = end;
  }
  return kept;
}

/** The least values that differ and how often each stands there, the least first; the greatest likewise. */
export function extremes(
  sorted: Float64Array,
  most: number,
): { lowest: NumberCount[]; highest: NumberCount[] } {
  const [lowest, highest]: [NumberCount[], NumberCount[]] = [[], []];
  for (let i = 0; i < sorted.length && lowest.length < most;) {
    const end = i + countEqual(sorted, sorted[i]!);
    lowest.push({ value: sorted[i]!, count: end - i });
    i = end;
  }
  for (let i = sorted.length; i > 0 && highest.length < most;) {
    const start = countBelow(sorted, sorted[i - 1]!);
    highest.push({ value: sorted[i - 1]!, count: i - start });
    i = start;
  }
  return { lowest, highest };
}

/** How many values stand there once. */
export function countSingles(sorted: Float64Array): number {
  let singles = 0;
  for (let i = 0; i < sorted.length; i++)
    if (sorted[i] !== sorted[i - 1] && sorted[i] !== sorted[i + 1]) singles++;
  return singles;
}

/** The median of the absolute distances from the median, not scaled (scipy's default); NaN of no values. */
export function medianDeviation(sorted: Float64Array): number {
  const n = sorted.length;
  if (n === 0) return NaN;
  const median = (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.floor(n / 2)]!) / 2;
  // Distances grow from the middle outwards on both sides: merged, they come in order.
  let right = countBelow(sorted, median);
  let left = right - 1;
  let [before, last] = [0, 0];
  for (let taken = 0; taken <= Math.floor(n / 2); taken++) {
    const down = left >= 0 ? median - sorted[left]! : Infinity;
    const up = right < n ? sorted[right]! - median : Infinity;
    before = last;
    last = Math.min(down, up);
    if (down <= up) left--;
    else right++;
  }
  return n % 2 === 1 ? last : (before + last) / 2;
}
