import { sampleRows } from "@/lib/stats/row-sample";
import type { Matrix } from "../profile";
import type { Interaction } from "./report";

/** Points of one pair, and pairs where none are chosen. */
export const mostPoints = 1_000;
const mostPairs = 9;

/** The pairs of columns that go together most by Spearman's rho, those that say the same left out. */
export function strongestPairs(matrix: Matrix | null, copies: ReadonlySet<string>): [string, string][] {
  if (!matrix) return [];
  const pairs: { names: [string, string]; strength: number }[] = [];
  matrix.columns.forEach((a, i) =>
    matrix.columns.slice(0, i).forEach((b, j) => {
      const strength = Math.abs(matrix.values[i]![j] ?? 0);
      if (!copies.has(a) && !copies.has(b) && strength < 1 - 1e-9) pairs.push({ names: [b, a], strength });
    }),
  );
  return pairs
    .sort((a, b) => b.strength - a.strength)
    .slice(0, mostPairs)
    .map(({ names }) => names);
}

/** Points of two columns of numbers: those of rows that are drawn by the hash of their number. */
export function interactionOf([x, y]: [string, string], a: Float64Array, b: Float64Array): Interaction {
  const both: number[] = [];
  for (let row = 0; row < a.length; row++) if (a[row] === a[row] && b[row] === b[row]) both.push(row);
  const drawn =
    both.length <= mostPoints ? both : [...sampleRows(mostPoints, both.length)].map((place) => both[place]!);
  return { x, y, rows: both.length, points: drawn.map((row) => [a[row]!, b[row]!]) };
}
