/**
 * How many raters put each unit into each category: a row a unit, a column a category.
 * A rater who did not rate a unit is not counted in it.
 */
export type Ratings = readonly (readonly number[])[];
/** Whether categories only differ, have an order, or are equally far apart. */
export type Level = "nominal" | "ordinal" | "interval";
/** How much a disagreement counts by how far apart two categories are. */
export type Weights = "none" | "linear" | "quadratic";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Cohen's kappa of two raters, from how often the first said the row's category where the second said the
 * column's.
 *
 * @param table square, whole numbers of units that both rated
 * @returns at most 1; NaN where there is no unit, or where both said one and the same category throughout
 * @see J. Cohen, Educational and Psychological Measurement 20 (1960), 37-46
 */
export function cohenKappa(table: readonly (readonly number[])[], weights: Weights = "none"): number {
  const rows = table.map(sum);
  const columns = table.map((_, j) => sum(table.map((row) => row[j]!)));
  const total = sum(rows);
  let observed = 0;
  let expected = 0;
  for (const [i, row] of table.entries())
    for (const [j, count] of row.entries()) {
      const weight = weights === "none" ? Number(i !== j) : Math.abs(i - j) ** (weights === "linear" ? 1 : 2);
      observed += weight * count;
      expected += (weight * rows[i]! * columns[j]!) / total;
    }
  return 1 - observed / expected;
}

/**
 * Fleiss' kappa of units that equally many raters have rated, not necessarily the same ones.
 *
 * @returns at most 1; NaN with fewer than two raters a unit, with different numbers of them, or where all
 *   ratings are of one category
 * @see J. L. Fleiss, Psychological Bulletin 76 (1971), 378-382
 */
export function fleissKappa(ratings: Ratings): number {
  const raters = ratings.length > 0 ? sum(ratings[0]!) : 0;
  if (raters < 2 || ratings.some((unit) => sum(unit) !== raters)) return NaN;
  const agreed = ratings.map((unit) => sum(unit.map((n) => n * (n - 1))) / (raters * (raters - 1)));
  const shares = ratings[0]!.map((_, c) => sum(ratings.map((unit) => unit[c]!)) / (ratings.length * raters));
  const byChance = sum(shares.map((share) => share ** 2));
  return (sum(agreed) / ratings.length - byChance) / (1 - byChance);
}

/**
 * Krippendorff's alpha: any number of raters, any of whose ratings may be missing. A unit with fewer than two
 * ratings says nothing.
 *
 * @returns at most 1; NaN where fewer than two categories occur in units that were rated twice
 * @see K. Krippendorff, Content Analysis (2004), 211-243
 */
export function krippendorffAlpha(ratings: Ratings, level: Level = "nominal"): number {
  const pairable = ratings.filter((unit) => sum(unit) >= 2);
  if (pairable.length === 0) return NaN;
  const counts = pairable[0]!.map((_, c) => sum(pairable.map((unit) => unit[c]!)));
  let observed = 0;
  let expected = 0;
  for (let a = 0; a < counts.length; a++)
    for (let b = a + 1; b < counts.length; b++) {
      const distance = distanceOf(counts, a, b, level);
      observed += distance * sum(pairable.map((unit) => (unit[a]! * unit[b]!) / (sum(unit) - 1)));
      expected += distance * counts[a]! * counts[b]!;
    }
  return 1 - ((sum(counts) - 1) * observed) / expected;
}

/** Squared; between ordered categories, by how many ratings lie from the one to the other. */
function distanceOf(counts: readonly number[], a: number, b: number, level: Level): number {
  if (level === "nominal") return 1;
  if (level === "interval") return (a - b) ** 2;
  return (sum(counts.slice(a, b + 1)) - (counts[a]! + counts[b]!) / 2) ** 2;
}

/**
 * The share of pairs of ratings of one unit that are of the same category.
 *
 * @returns [0, 1]; NaN where no unit was rated twice
 */
export function pairsAgreeing(ratings: Ratings): number {
  const pairs = (n: number) => (n * (n - 1)) / 2;
  const agreeing = sum(ratings.map((unit) => sum(unit.map(pairs))));
  return agreeing / sum(ratings.map((unit) => pairs(sum(unit))));
}
