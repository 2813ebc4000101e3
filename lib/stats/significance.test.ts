import { expect, test } from "vitest";
import { logTailOfChiSquared, logTailOfF } from "./significance";

const ofF = [
  [0.1, 1, 10, -0.27663460675876533],
  [1.5, 2, 50, -1.4567227030993943],
  [4, 1, 4685, -3.0887714358245875],
  [555.2842359303239, 1, 4685, -265.7143862354778],
  [83.6, 3, 4683, -119.64277416342877],
  [1.01, 700, 900, -0.8134750118101686],
] as const;
const ofChi = [
  [0.5, 1, -0.7350111298370846],
  [3, 3, -0.9374500796081584],
  [10, 20, -0.032345580729534924],
  [300, 40, -94.00346337306033],
  [980, 1000, -0.40297809881432256],
] as const;

test("the tail of F is scipy's, also far below what a number can be", () => {
  // The logarithm of scipy.stats.f.sf
  for (const [f, between, within, log] of ofF)
    expect(logTailOfF(f, between, within) / log).toBeCloseTo(1, 10);
  expect(logTailOfF(20_000, 5, 3_000)).toBeLessThan(-5_000);
  expect(logTailOfF(0, 1, 10)).toBe(0);
  expect(logTailOfF(Infinity, 1, 10)).toBe(-Infinity);
  expect(logTailOfF(Number.NaN, 1, 10)).toBeNaN();
});

test("the tail of chi-squared is scipy's", () => {
  // The logarithm of scipy.stats.chi2.sf
  for (const [x, degrees, log] of ofChi) expect(logTailOfChiSquared(x, degrees) / log).toBeCloseTo(1, 10);
  expect(logTailOfChiSquared(0, 3)).toBe(0);
});
