import { pearsonMatrix } from "@/lib/stats/correlation";
import { latentCorrelation, normalScores, twoScores, type NormalScores } from "@/lib/stats/normal-scores";
import { choleskyOfCorrelation } from "@/lib/stats/positive-definite";
import { sortRoom } from "@/lib/stats/sort";

/** A column to be fitted, as numbers: text by codes of its categories; NaN where missing. */
export type Series = { values: Float64Array; isText: boolean };

/** Some rows of a column; the column itself where those are all. */
export function rowsOfSeries(series: Series, rows: Uint32Array): Series {
  const { values, isText } = series;
  if (rows.length === values.length) return series;
  const some = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) some[i] = values[rows[i]!]!;
  return { values: some, isText };
}

/** A column as it was scored; `ranks` gives a category its place among the others, text alone has it. */
export type Scored = NormalScores & { ranks: Int32Array | null };

/** One normal variable of the model: a column's value, or whether it is missing. */
type Variable = { column: number; of: "value" | "missing"; series: Float64Array };

export type Copula = {
  columns: Scored[];
  variables: Variable[];
  /** The lower triangle of the variables' correlation, row by row. */
  lower: Float64Array;
  /** Above which of its numbers a column is missing; Infinity where it never is. */
  missingCuts: number[];
};

/** Rows that two columns must have in common, so that something is said of them together. */
const leastTogether = 10;

/**
 * Fits a Gaussian copula: every column by its own distribution, and how columns go together by the
 * correlation of the normal variables behind them, whether a cell is missing included.
 *
 * @param columns of n values each
 */
export function fitCopula(columns: readonly Series[]): Copula {
  const scored = scoreColumns(columns);
  const rows = columns[0]?.values.length ?? 0;
  const missing = scored.map(({ present }) => 1 - present / Math.max(1, rows));
  const isOpen = (share: number) => share > 0 && share < 1;
  const twos = missing.map((share) => (isOpen(share) ? twoScores(share) : null));
  const variables = scored.flatMap(({ levels, series }, column): Variable[] => [
    ...(levels.length > 1 ? [{ column, of: "value" as const, series }] : []),
    ...(twos[column] ? [{ column, of: "missing" as const, series: twos[column].series }] : []),
  ]);
  const covariance = covariances(columns, scored, twos);
  const k = variables.length;
  const matrix = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) {
      const [a, b] = [variables[i]!, variables[j]!];
      const rho =
        i === j ? 1 : a.column === b.column ? 0 : latentCorrelation(covariance(a, b), a.series, b.series);
      matrix[i * k + j] = matrix[j * k + i] = rho;
    }
  const missingCuts = missing.map((share, i) => twos[i]?.cut ?? (share === 1 ? -Infinity : Infinity));
  return { columns: scored, variables, lower: choleskyOfCorrelation(matrix, k).lower, missingCuts };
}

/** Scores all columns: numbers by their order, and text by its categories' order beside the others. */
export function scoreColumns(columns: readonly Series[]): Scored[] {
  const room = sortRoom(columns[0]?.values.length ?? 0);
  const scored = new Map<number, Scored>();
  columns.forEach(({ values, isText }, i) => {
    if (!isText) scored.set(i, { ...normalScores(values, room), ranks: null });
  });
  columns.forEach(({ values, isText }, i) => {
    if (!isText) return;
    const ranks = orderCategories(values, [...scored.values()]);
    const ordered = values.map((code) => (code === code ? ranks[code]! : NaN));
    scored.set(i, { ...normalScores(ordered, room), ranks });
  });
  return columns.map((_, i) => scored.get(i)!);
}

/**
 * Categories have no order of their own; they get that of the column which differs most between them, by
 * their means there, because a normal variable can say of a category only that it is more or less.
 *
 * @returns a place from 0 for each code
 */
function orderCategories(codes: Float64Array, others: readonly NormalScores[]): Int32Array {
  const size = codes.reduce((most, code) => (code > most ? code : most), -1) + 1;
  const count = new Float64Array(size);
  for (const code of codes) if (code === code) count[code]!++;
  let best = Float64Array.from(count, (value) => -value);
  let greatest = 0;
  for (const { scores } of others) {
    const sums = new Float64Array(size);
    for (let i = 0; i < codes.length; i++) if (codes[i] === codes[i]) sums[codes[i]!]! += scores[i]!;
    const means = sums.map((sum, code) => (count[code]! > 0 ? sum / count[code]! : 0));
    const between = means.reduce((sum, mean, code) => sum + mean * mean * count[code]!, 0);
    if (between > greatest) [best, greatest] = [means, between];
  }
  const order = Array.from({ length: size }, (_, code) => code);
  order.sort((a, b) => best[a]! - best[b]! || a - b);
  const ranks = new Int32Array(size);
  order.forEach((code, place) => (ranks[code] = place));
  return ranks;
}

type Two = ReturnType<typeof twoScores> | null;
type Covariance = (a: Pick<Variable, "column" | "of">, b: Pick<Variable, "column" | "of">) => number;

/**
 * The covariance of any two variables' scores, over the rows in which the columns whose values are meant are
 * both there; all of it from one matrix of products of scores and of presence.
 */
function covariances(
  columns: readonly Series[],
  scored: readonly NormalScores[],
  twos: readonly Two[],
): Covariance {
  const rows = columns[0]?.values.length ?? 0;
  const there = twos.map((two, i) =>
    two ? Float32Array.from(columns[i]!.values, (value) => (value === value ? 1 : 0)) : null,
  );
  const series = [...scored.map(({ scores }) => scores), ...there.filter((one) => one !== null)];
  const products = meanProducts(series);
  let next = scored.length;
  const places = there.map((one) => (one ? next++ : null));
  const both = (a: number | null, b: number | null) =>
    a === null ? (b === null ? 1 : products.mean(b)) : b === null ? products.mean(a) : products.of(a, b);
  /** The covariance of two series, each 0 where its own presence is 0, over the rows of both presences. */
  const within = ([a, pa]: [number, number | null], [b, pb]: [number, number | null]) => {
    const share = both(pa, pb);
    if (share * rows < leastTogether) return 0;
    const meanA = pb === null ? products.mean(a) : products.of(a, pb);
    const meanB = pa === null ? products.mean(b) : products.of(b, pa);
    return products.of(a, b) / share - (meanA / share) * (meanB / share);
  };
  return (a, b) => {
    const of = (one: typeof a): [number, number | null] =>
      one.of === "value" ? [one.column, places[one.column]!] : [places[one.column]!, null];
    // Presence is the other way round than being missing.
    const scale = (one: typeof a) => {
      const two = twos[one.column];
      return one.of === "missing" && two ? two.below - two.above : 1;
    };
    return within(of(a), of(b)) * scale(a) * scale(b);
  };
}

/** Means of series and of the products of any two. */
function meanProducts(series: readonly Float32Array[]) {
  const k = series.length;
  const rows = series[0]?.length ?? 0;
  const means = series.map((values) => values.reduce((sum, value) => sum + value, 0) / rows);
  const spreads = series.map((values, i) =>
    Math.sqrt(values.reduce((sum, value) => sum + (value - means[i]!) ** 2, 0) / rows),
  );
  const r = pearsonMatrix(series);
  const of = (a: number, b: number) => {
    const rho = r[a * k + b]!;
    return (rho === rho ? rho * spreads[a]! * spreads[b]! : 0) + means[a]! * means[b]!;
  };
  return { mean: (a: number) => means[a]!, of };
}

/** How the scores of every pair of columns correlate, where both are there; 0 without spread. */
export function scoreCorrelations(columns: readonly Series[], scored: readonly Scored[]): Float64Array {
  const k = columns.length;
  const rows = columns[0]?.values.length ?? 0;
  const twos = scored.map(({ present }) =>
    present > 0 && present < rows ? twoScores(1 - present / rows) : null,
  );
  const covariance = covariances(columns, scored, twos);
  const r = new Float64Array(k * k);
  for (let a = 0; a < k; a++)
    for (let b = 0; b < a; b++) {
      const spread = Math.sqrt(scored[a]!.series[0]! * scored[b]!.series[0]!);
      const of = "value" as const;
      const value = spread > 0 ? covariance({ column: a, of }, { column: b, of }) / spread : 0;
      r[a * k + b] = r[b * k + a] = Math.max(-1, Math.min(1, value));
    }
  return r;
}
