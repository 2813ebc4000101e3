import { expect, test } from "vitest";
import { bothBelow } from "./bivariate-normal";
import { normalCdf } from "./normal";

test("the normal distribution and that of two together are right", () => {
  expect(normalCdf(0)).toBeCloseTo(0.5, 15);
  expect(normalCdf(-5) / 2.866515718791939e-7).toBeCloseTo(1, 9);
  expect(normalCdf(1.96)).toBeCloseTo(0.9750021048517795, 14);
  expect(bothBelow(0, 0, 0.5)).toBeCloseTo(1 / 3, 14);
  expect(bothBelow(0, 0, 0.96)).toBeCloseTo(0.25 + Math.asin(0.96) / (2 * Math.PI), 14);
  expect(bothBelow(1, -1, 0)).toBeCloseTo(normalCdf(1) * normalCdf(-1), 15);
  expect(bothBelow(1, -1, 1)).toBeCloseTo(normalCdf(-1), 15);
});
