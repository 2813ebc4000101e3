import { describe, expect, test } from "vitest";
import { cohenKappa, fleissKappa, krippendorffAlpha, pairsAgreeing, type Ratings } from "./agreement";

/** How often each of the values from 1 on was said of each unit; a row is a rater, `*` is missing. */
function ratingsOf(raters: string, categories: number): Ratings {
  const rows = raters
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/));
  return rows[0]!.map((_, unit) =>
    Array.from({ length: categories }, (__, c) => rows.filter((row) => row[unit] === String(c + 1)).length),
  );
}

/** Example C of K. Krippendorff (2011): four raters, twelve units, ratings that lack. */
const four = ratingsOf(
  `1 2 3 3 2 1 4 1 2 * * *
   1 2 3 3 2 2 4 1 2 5 * 3
   * 3 3 3 2 3 4 2 2 5 1 *
   1 2 3 3 2 4 4 1 2 5 1 *`,
  5,
);
/** J. L. Fleiss's procedure on 10 units by 14 raters, as textbooks show it. */
const fourteen = [
  [0, 0, 0, 0, 14],
  [0, 2, 6, 4, 2],
  [0, 0, 3, 5, 6],
  [0, 3, 9, 2, 0],
  [2, 2, 8, 1, 1],
  [7, 7, 0, 0, 0],
  [3, 2, 6, 3, 0],
  [2, 5, 3, 2, 2],
  [6, 5, 2, 1, 0],
  [0, 2, 2, 3, 7],
];
const two = [
  [11, 3, 1, 0],
  [4, 17, 5, 2],
  [0, 6, 13, 4],
  [1, 2, 3, 9],
];

describe("agreement of raters", () => {
  test("by Cohen's kappa is that of scikit-learn, unweighted and weighted, to 1e-10", () => {
    const halves = [
      [20, 5],
      [10, 15],
    ];
    expect(cohenKappa(halves)).toBeCloseTo(0.4, 10);
    expect(cohenKappa(two)).toBeCloseTo(0.4775280898876405, 10);
    expect(cohenKappa(two, "linear")).toBeCloseTo(0.5768490514160021, 10);
    expect(cohenKappa(two, "quadratic")).toBeCloseTo(0.667123287671233, 10);
  });

  test("by Fleiss' kappa is that of statsmodels to 1e-10, and of equally many raters alone", () => {
    expect(fleissKappa(fourteen)).toBeCloseTo(0.20993070442195522, 10);
    expect(fleissKappa(four)).toBeNaN();
    expect(fleissKappa([[1, 0]])).toBeNaN();
    expect(fleissKappa([])).toBeNaN();
  });

  test("by Krippendorff's alpha is that of the package krippendorff, also where ratings lack", () => {
    expect(krippendorffAlpha(four)).toBeCloseTo(0.743421052631579, 10);
    expect(krippendorffAlpha(four, "ordinal")).toBeCloseTo(0.8153875037548814, 10);
    expect(krippendorffAlpha(four, "interval")).toBeCloseTo(0.8491071428571428, 10);
    expect(krippendorffAlpha(fourteen)).toBeCloseTo(0.21557405653322692, 10);
    expect(krippendorffAlpha(fourteen, "ordinal")).toBeCloseTo(0.5407502747568197, 10);
    const three = ratingsOf(
      `* * * * * 3 4 1 2 1 1 3 3 * 3
       1 * 2 1 3 3 4 3 * * * * * * *
       * * 2 1 3 4 4 * 2 1 1 3 3 * 4`,
      4,
    );
    expect(krippendorffAlpha(three)).toBeCloseTo(0.691358024691358, 10);
    expect(krippendorffAlpha(three, "ordinal")).toBeCloseTo(0.8067214199413153, 10);
  });

  test("is no number where nothing can be said, and 1 where all agree on several categories", () => {
    expect(krippendorffAlpha([[1, 0]])).toBeNaN();
    expect(krippendorffAlpha([[2, 0]])).toBeNaN();
    expect(cohenKappa([[4]])).toBeNaN();
    expect(
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toBeNaN();
    const agreed = [
      [2, 0],
      [0, 2],
    ];
    expect([krippendorffAlpha(agreed), fleissKappa(agreed), cohenKappa(agreed)]).toEqual([1, 1, 1]);
  });

  test("as a share counts pairs of ratings of one unit", () => {
    expect(pairsAgreeing([[2, 1]])).toBeCloseTo(1 / 3, 12);
    expect(pairsAgreeing([[1, 0]])).toBeNaN();
  });
});
