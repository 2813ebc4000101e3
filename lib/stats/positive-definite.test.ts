import { expect, test } from "vitest";
import { cholesky, choleskyOfCorrelation, eigen } from "./positive-definite";

const product = (lower: Float64Array, k: number) =>
  Float64Array.from({ length: k * k }, (_, at) => {
    const [i, j] = [Math.floor(at / k), at % k];
    let sum = 0;
    for (let m = 0; m < k; m++) sum += lower[i * k + m]! * lower[j * k + m]!;
    return sum;
  });

test("the triangle of a positive definite matrix gives that matrix", () => {
  const matrix = Float64Array.of(1, 0.5, 0.2, 0.5, 1, -0.3, 0.2, -0.3, 1);
  const { lower, isRepaired } = choleskyOfCorrelation(matrix, 3);
  expect(isRepaired).toBe(false);
  product(lower, 3).forEach((value, i) => expect(value).toBeCloseTo(matrix[i]!, 12));
});

test("a matrix that no three columns can have is brought to a near one that they can", () => {
  const matrix = Float64Array.of(1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1);
  expect(cholesky(matrix, 3)).toBeNull();
  const { lower, isRepaired } = choleskyOfCorrelation(matrix, 3);
  expect(isRepaired).toBe(true);
  const made = product(lower, 3);
  for (const i of [0, 4, 8]) expect(made[i]).toBeCloseTo(1, 12);
  expect(made[1]).toBeCloseTo(0.5, 1);
  expect(made[2]).toBeCloseTo(-0.5, 1);
});

test("eigenvalues of a matrix whose columns are copies are its size and nothing", () => {
  const { values } = eigen(new Float64Array(9).fill(1), 3);
  expect([...values].sort((a, b) => a - b).map((value) => Math.abs(Math.round(value * 1e9) / 1e9))).toEqual([
    0, 0, 3,
  ]);
});

test("copies of a column have a triangle too", () => {
  expect(choleskyOfCorrelation(new Float64Array(4).fill(1), 2).isRepaired).toBe(true);
});
