import { expect, test } from "vitest";
import { normalCdf, normalDensity, normalQuantile } from "./normal";

test.each([
  [0, 0.5],
  [1, 0.8413447460685429],
  [-1.959963984540054, 0.025],
  [-6, 9.865876450376981e-10],
  [-10, 7.619853024160527e-24],
  [40, 1],
  [-40, 0],
])("the normal distribution function at %d is scipy's %d within 1e-15", (x, p) => {
  expect(Math.abs(normalCdf(x) - p)).toBeLessThan(1e-15);
});

test("the quantile takes the distribution function back, into the tails", () => {
  for (const p of [1e-12, 1e-6, 0.01, 0.3, 0.5, 0.9, 0.999])
    expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12);
  expect(normalQuantile(1e-12)).toBeCloseTo(-7.034483825301131, 10);
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
});

test("the density is that of the normal distribution, and nothing far out", () => {
  expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
  expect(normalDensity(Infinity)).toBe(0);
});
