import { expect, test } from "vitest";
import { exactInterval, f1Interval, incompleteBeta } from "./binomial";

test("an exact interval is scipy's, at the ends and between", () => {
  // scipy.stats.binomtest(k, n).proportion_ci(method="exact")
  const cases: [number, number, number, number][] = [
    [5, 10, 0.187086028447399, 0.812913971552601],
    [0, 20, 0, 0.168433480983502],
    [1, 1_000, 0.0000253175, 0.0055589],
  ];
  for (const [hits, n, low, high] of cases) {
    const interval = exactInterval(hits, n);
    expect(interval.low).toBeCloseTo(low, 7);
    expect(interval.high).toBeCloseTo(high, 6);
  }
  expect(incompleteBeta(0.5, 2, 3)).toBeCloseTo(0.6875, 12);
});

test("76 of 76 is an interval and no dot", () => {
  const { low, high } = exactInterval(76, 76);
  expect(low).toBeCloseTo(0.025 ** (1 / 76), 10);
  expect(high).toBe(1);
  expect(f1Interval({ tp: 76, fp: 0, fn: 0 }).low).toBeCloseTo((2 * low) / (1 + low), 10);
});
