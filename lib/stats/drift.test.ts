import { expect, test } from "vitest";
import { countsBetween, kolmogorovSmirnov, quantileEdges, stabilityIndex } from "./drift";

const before = Float64Array.from({ length: 40 }, (_, i) => Math.sin(i) * 3 + i / 10).sort();
const after = Float64Array.from({ length: 25 }, (_, i) => Math.cos(i) * 2 + i / 6).sort();

test("the distance of two samples is scipy's", () => {
  // scipy.stats.ks_2samp(before, after).statistic
  expect(kolmogorovSmirnov(before, after)).toBeCloseTo(0.175, 12);
  expect(kolmogorovSmirnov(Float64Array.of(1, 2, 2, 3), Float64Array.of(2, 2, 4))).toBeCloseTo(1 / 3, 12);
  expect(kolmogorovSmirnov(before, before)).toBe(0);
  expect(kolmogorovSmirnov(before, new Float64Array())).toBeNaN();
});

test("the stability index follows its definition, an empty bin counting as a ten-thousandth", () => {
  const expected = (0.5 - 0.25) * Math.log(2) + (0.5 - 0.75) * Math.log(0.5 / 0.75);
  expect(stabilityIndex([1, 3], [10, 10])).toBeCloseTo(expected, 12);
  expect(stabilityIndex([1, 0], [0, 1])).toBeCloseTo(2 * (1 - 1e-4) * Math.log(1e4), 12);
  expect(stabilityIndex([2, 2], [30, 30])).toBe(0);
  expect(stabilityIndex([0], [1])).toBeNaN();
});

test("edges are quantiles, each once, and every value lies in one bin", () => {
  // numpy.quantile(before, [0.25, 0.5, 0.75])
  const edges = quantileEdges(before, 4);
  expect(edges.map((edge) => Number(edge.toFixed(12)))).toEqual([
    -0.059561623649, 2.154900763927, 3.919011571674,
  ]);
  expect(countsBetween(before, edges)).toEqual([10, 10, 10, 10]);
  const deciles = quantileEdges(Float64Array.of(1, 1, 1, 5), 10);
  expect(deciles.map((edge) => Number(edge.toFixed(12)))).toEqual([1, 1.4, 2.6, 3.8]);
  expect(countsBetween(Float64Array.of(1, 2, 3), [2])).toEqual([2, 1]);
  expect(quantileEdges(new Float64Array(), 4)).toEqual([]);
});
