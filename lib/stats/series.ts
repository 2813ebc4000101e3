/** Numbers that are kept elsewhere; a part of them is valid until the next is asked for. */
export type StoredSeries = { length: number; part(start: number, rows: number): Float64Array };

/** Numbers in their order: in memory, or kept elsewhere and read part by part. */
export type Series = Float64Array | Float32Array | StoredSeries;

/** Some numbers of a series: a view into it, or read, and then valid until the next part is asked for. */
export function partOf(series: Series, start: number, rows: number): Float64Array | Float32Array {
  return "part" in series ? series.part(start, rows) : series.subarray(start, start + rows);
}

/** All numbers of a series as doubles; the series itself where it is that. */
export function wholeOf(series: Series): Float64Array {
  if (series instanceof Float64Array) return series;
  return Float64Array.from("part" in series ? series.part(0, series.length) : series);
}
