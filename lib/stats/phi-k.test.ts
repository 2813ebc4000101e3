import { expect, test } from "vitest";
import { equalBins, phiK, type Categories } from "./phi-k";

/** Rows that have these counts in a table. */
function rowsOf(table: readonly (readonly number[])[]): [Categories, Categories] {
  const pairs = table.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, () => [i, j])),
  );
  return [
    { codes: pairs.map(([i]) => i!), count: table.length },
    { codes: pairs.map(([, j]) => j!), count: table[0]!.length },
  ];
}

// Figures by phik 0.12.5 on SciPy 1.15.3, its root sought to 1e-14 in place of 1e-5.
test.each([
  [
    [
      [30, 10],
      [12, 28],
    ],
    0.6043991066500982,
  ],
  [
    [
      [5, 1, 0],
      [2, 7, 3],
      [0, 4, 9],
      [1, 0, 6],
    ],
    0.5428309621069273,
  ],
  [
    [
      [10, 0],
      [0, 10],
    ],
    0.9862811933870974,
  ],
  [
    [
      [10, 10],
      [10, 10],
    ],
    0,
  ],
  [
    [
      [3, 0, 0, 7],
      [0, 5, 5, 0],
      [1, 1, 8, 0],
    ],
    0.6660621805997974,
  ],
])("φk of the table %j is %d, as the package of its authors has it", (table, figure) => {
  const [a, b] = rowsOf(table);
  expect(phiK(a, b)).toBeCloseTo(figure, 9);
  expect(phiK(b, a)).toBeCloseTo(figure, 9);
});

test("numbers are cut into bins as the package cuts them, and missing cells left out by pairs", () => {
  const n = Array.from({ length: 400 }, (_, i) => i);
  const u = n.map((i) => ((i * 7_919) % 1_009) / 1_009);
  const v = n.map((i) => ((i * 104_729) % 997) / 997);
  const x = equalBins(Float64Array.from(u));
  const y = equalBins(Float64Array.from(n, (i) => (i % 13 === 0 ? NaN : u[i]! ** 2 + 0.3 * v[i]!)));
  const k = equalBins(Float64Array.from(n, (i) => (i * 31) % 17));
  const c = { codes: n.map((i) => Math.floor(5 * Math.min(0.999, u[i]! + 0.2 * v[i]!))), count: 5 };
  const b = { codes: n.map((i) => Number(u[i]! + v[i]! > 1)), count: 2 };
  const pairs = [phiK(x, y), phiK(x, c), phiK(x, b), phiK(y, c), phiK(y, b), phiK(c, b), phiK(x, k)];
  const figures = [
    0.898516458608319, 0.971915757315544, 0.725385054876272, 0.970158210179781, 0.896769350302954,
    0.549697225235437, 0,
  ];
  pairs.forEach((pair, i) => expect(pair, String(i)).toBeCloseTo(figures[i]!, 8));
});

test("a bin holds its right end, and the least value is in the first", () => {
  expect([...Array.from(equalBins(Float64Array.of(0, 1, 1.5, 10, NaN, 5)).codes)]).toEqual([
    0, 0, 1, 9, -1, 4,
  ]);
  expect([...Array.from(equalBins(Float64Array.of(-3, -3)).codes)]).toEqual(
    [0, 9].map(() => expect.any(Number)),
  );
});

test("a side with a single category has no φk, and whole dependence is 1", () => {
  const two = { codes: [0, 1, 0, 1], count: 2 };
  expect(phiK(two, { codes: [0, 0, 0, 0], count: 2 })).toBeNaN();
  expect(phiK(two, { codes: [0, -1, 0, -1], count: 1 })).toBeNaN();
  const many = { codes: Array.from({ length: 300 }, (_, i) => i % 3), count: 3 };
  expect(phiK(many, many)).toBe(1);
});
