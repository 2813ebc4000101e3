import { expect, test } from "vitest";
import { columnDecimals, exact, fixed, measured } from "./format";

test("a column has as many decimals as its largest value needs, whole numbers none", () => {
  expect(columnDecimals([0.987, 0.5, 0])).toBe(3);
  expect(columnDecimals([12.5, 0.001])).toBe(2);
  expect(columnDecimals([123_456.7])).toBe(0);
  expect(columnDecimals([0.00123])).toBe(5);
  expect(columnDecimals([1, 20, 3])).toBe(0);
  expect(columnDecimals([NaN, Infinity])).toBe(0);
  expect(columnDecimals([])).toBe(0);
});

test("a measured number never loses what it is: NaN, infinity and what is small stay visible", () => {
  expect(measured(null, 3)).toBe("–");
  expect(measured(NaN, 3)).toBe("NaN");
  expect(measured(-Infinity, 3)).toBe("−∞");
  expect(measured(0.00001, 3)).toBe("1.00e−5");
  expect(measured(0, 3)).toBe("0.000");
  expect(measured(-0.25, 3)).toBe("−0.250");
  expect(measured(1_234.5, 1)).toBe("1,234.5");
  expect(measured(2e12, 0)).toBe("2.00e12");
});

test("nothing is minus zero", () => {
  expect(fixed(-0.001, 2)).toBe("0.00");
  expect(fixed(-0.006, 2)).toBe("−0.01");
  expect(exact(1e-5)).toBe("0.00001");
});
