/**
 * Figures of one numeric column. Where a figure has no meaning (too few values, no spread) or is beyond what
 * a double holds, it is null.
 */
export type Description = {
  count: number;
  missing: number;
  distinct: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  /** Sample standard deviation, n - 1 below the line (numpy's ddof=1). */
  sd: number | null;
  /** Linear between neighbours (numpy's default, Hyndman and Fan's type 7). */
  quartiles: [number, number, number] | null;
  /** Third standardised moment g1, not corrected for bias (scipy's default). */
  skewness: number | null;
  /** Fourth standardised moment less 3, not corrected for bias (scipy's default). */
  kurtosis: number | null;
};

/**
 * Describes a column exactly. Moments are taken about the mean in a second pass, so that large offsets
 * such as Julian dates cost no digits.
 *
 * @param values doubles, NaN where missing
 * @param order indices of the values present, ascending, as `argsort` gives them
 */
export function describe(values: Float64Array, order: Uint32Array): Description {
  const count = order.length;
  const missing = values.length - count;
  if (count === 0)
    return {
      count,
      missing,
      distinct: 0,
      min: null,
      max: null,
      mean: null,
      sd: null,
      quartiles: null,
      skewness: null,
      kurtosis: null,
    };

  const at = (i: number) => values[order[i]!]!;
  const mean = meanOf(values, at(0));
  const { m2, m3, m4 } = centralSums(values, mean);
  const variance = m2 / count;
  const spread = at(0) !== at(count - 1);
  return {
    count,
    missing,
    distinct: distinctOf(values, order),
    min: at(0),
    max: at(count - 1),
    mean: finiteOrNull(mean),
    sd: count > 1 ? finiteOrNull(Math.sqrt(m2 / (count - 1))) : null,
    quartiles: [0.25, 0.5, 0.75].map((p) => quantile(values, order, p)) as [number, number, number],
    skewness: spread ? finiteOrNull(m3 / count / variance ** 1.5) : null,
    kurtosis: spread ? finiteOrNull(m4 / count / variance ** 2 - 3) : null,
  };
}

/** Null in place of what no JSON holds: a figure that went beyond the doubles, or came of such. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The quantile at `p` in [0, 1] of sorted values, linear between neighbours (type 7). */
export function quantile(values: Float64Array, order: Uint32Array, p: number): number {
  const position = (order.length - 1) * p;
  const low = Math.floor(position);
  const a = values[order[low]!]!;
  const b = values[order[Math.min(low + 1, order.length - 1)]!]!;
  return a + (b - a) * (position - low);
}

function meanOf(values: Float64Array, origin: number): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== value) continue;
    sum += value - origin;
    count++;
  }
  return origin + sum / count;
}

function centralSums(values: Float64Array, mean: number): { m2: number; m3: number; m4: number } {
  let m1 = 0;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== value) continue;
    const d = value - mean;
    const d2 = d * d;
    m1 += d;
    m2 += d2;
    m3 += d2 * d;
    m4 += d2 * d2;
    n++;
  }
  return { m2: m2 - (m1 * m1) / n, m3, m4 };
}

function distinctOf(values: Float64Array, order: Uint32Array): number {
  let distinct = 1;
  for (let i = 1; i < order.length; i++) if (values[order[i]!] !== values[order[i - 1]!]) distinct++;
  return distinct;
}

/**
 * Counts of a column in bins of equal width over [min, max]; the last bin holds max and all beyond it.
 * `classes` splits each bin.
 */
export function histogram(
  values: Float64Array,
  { min, max, bins, inClass }: { min: number; max: number; bins: number; inClass?: Uint8Array | null },
): { counts: number[]; classCounts: number[] | null } {
  const counts = Array.from({ length: bins }, () => 0);
  const classCounts = inClass ? Array.from({ length: bins }, () => 0) : null;
  // By halves: the distance of the greatest doubles is beyond them.
  const scale = max > min ? bins / (max / 2 - min / 2) : 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== value) continue;
    const bin = Math.min(bins - 1, Math.floor((value / 2 - min / 2) * scale));
    counts[bin]!++;
    if (classCounts && inClass![i]) classCounts[bin]!++;
  }
  return { counts, classCounts };
}
