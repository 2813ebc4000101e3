import { integers, normal, type Random } from "@/lib/stats/random";
import { rowHash } from "@/lib/stats/row-sample";
import type { Copula } from "./copula";
import type { Marginal } from "./marginal";

/** Chance that is a row's own: by the seed, the row's number and how often it was drawn before. */
export function chanceOfRow(seed: number, row: number, tries: number): Random {
  const mixed = rowHash(rowHash(rowHash(seed ^ 0x5bd1e995) + row) + Math.imul(tries + 1, 0x27d4eb2f));
  const next = integers(mixed);
  return () => next() / 2 ** 32;
}

/** Draws one row of a copula into `cells`: a number a column, NaN where it is missing. */
export type DrawRow = (random: Random, cells: Float64Array) => void;

/**
 * What draws rows of a copula.
 *
 * @param marginals one a column; null for a column whose values are not drawn here
 */
export function rowDrawer(
  { variables, lower, missingCuts, columns }: Copula,
  marginals: readonly (Marginal | null)[],
): DrawRow {
  const k = variables.length;
  const chance = new Float64Array(k);
  const single = columns.map(({ levels }) => levels[0] ?? NaN);
  return (random, cells) => {
    for (let i = 0; i < k; i++) chance[i] = normal(random);
    cells.set(single);
    for (let i = 0; i < cells.length; i++) if (missingCuts[i] === -Infinity) cells[i] = NaN;
    for (let i = 0; i < k; i++) {
      let z = 0;
      for (let j = 0, at = i * k; j <= i; j++, at++) z += lower[at]! * chance[j]!;
      const { column, of } = variables[i]!;
      if (of === "missing") {
        if (z > missingCuts[column]!) cells[column] = NaN;
      } else cells[column] = marginals[column]!(z);
    }
  };
}
