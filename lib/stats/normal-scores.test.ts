import { expect, test } from "vitest";
import { pearson } from "./correlation";
import { latentCorrelation, normalScores, twoScores } from "./normal-scores";
import { normal, seededRandom } from "./random";

const rows = 20_000;

function pair(rho: number): [Float64Array, Float64Array] {
  const random = seededRandom(7);
  const x = new Float64Array(rows);
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    x[i] = normal(random);
    y[i] = rho * x[i]! + Math.sqrt(1 - rho * rho) * normal(random);
  }
  return [x, y];
}

function latentOf(x: Float64Array, y: Float64Array): number {
  const [a, b] = [normalScores(x), normalScores(y)];
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += a.scores[i]! * b.scores[i]!;
  return latentCorrelation(sum / rows, a.series, b.series);
}

test("scores of a normal column are that column, and a missing value has none", () => {
  const [x] = pair(0);
  const values = Float64Array.from(x, (value, i) => (i === 3 ? NaN : Math.exp(value)));
  const { scores, present, series, levels } = normalScores(values);
  expect([present, levels.length, scores[3]]).toEqual([rows - 1, rows - 1, 0]);
  expect(series[0]).toBeCloseTo(1, 2);
  expect(pearson(Float64Array.from(scores).fill(0, 3, 4), x)).toBeGreaterThan(0.999);
});

test.each([0.8, -0.6, 0.3, 0])("a correlation of %d is found again where both columns were cut", (rho) => {
  const [x, y] = pair(rho);
  expect(latentOf(x, y)).toBeCloseTo(rho, 1);
  const three = (value: number) => (value < -0.5 ? 0 : value < 1 ? 1 : 2);
  expect(Math.abs(latentOf(x.map(three), y) - rho)).toBeLessThan(0.02);
  expect(
    Math.abs(
      latentOf(
        x.map(three),
        y.map((value) => (value > 0.7 ? 1 : 0)),
      ) - rho,
    ),
  ).toBeLessThan(0.03);
});

test("a yes or no has the scores and series of a column of two values", () => {
  const values = Float64Array.from({ length: 1_000 }, (_, i) => (i < 200 ? 1 : 0));
  const [column, two] = [normalScores(values), twoScores(0.2)];
  expect([two.above, two.below]).toEqual([
    expect.closeTo(column.scores[0]!, 6),
    expect.closeTo(column.scores[999]!, 6),
  ]);
  expect(two.cut).toBeCloseTo(column.cuts[0]!, 12);
  two.series.forEach((value, k) => expect(value).toBeCloseTo(column.series[k]!, 10));
});

test("a constant column has one level, no cuts and no variance; an empty one nothing", () => {
  expect(normalScores(new Float64Array(5).fill(2))).toMatchObject({ present: 5, levels: Float64Array.of(2) });
  expect(normalScores(new Float64Array(5).fill(NaN)).levels).toHaveLength(0);
});
