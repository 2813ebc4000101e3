import fc from "fast-check";
import { expect, test } from "vitest";
import { kendall, kendallMatrix } from "./kendall";

// The same columns in numpy: i = arange(60); x = round(sin(1.7 i) 4, 1); y = round(cos(0.9 i) 3 + x / 3)
const rows = Array.from({ length: 60 }, (_, i) => i);
const x = Float64Array.from(rows, (i) => Math.round(Math.sin(i * 1.7) * 40) / 10);
const y = Float64Array.from(rows, (i) => Math.round(Math.cos(i * 0.9) * 3 + x[i]! / 3));
const withHoles = (values: Float64Array) => Float64Array.from([NaN, ...values, 3, NaN]);

test("Kendall's tau is scipy's, with ties, and leaves out rows that lack a value", () => {
  expect(kendall(x, y)).toBeCloseTo(0.3093995566843969, 12); // scipy.stats.kendalltau
  const [a, b] = [withHoles(x), withHoles(y)];
  b[61] = NaN;
  expect(kendall(a, b)).toBeCloseTo(0.3093995566843969, 12);
  expect(kendall(x, x)).toBeCloseTo(1, 12);
  expect(kendall(Float64Array.of(1, 2, 3), Float64Array.of(3, 2, 1))).toBeCloseTo(-1, 12);
  expect(kendall(Float64Array.of(1), Float64Array.of(1))).toBeNaN();
  expect(kendall(Float64Array.of(1, 1), Float64Array.of(1, 2))).toBeNaN();
});

/** By its definition, pair by pair. */
function slowly(a: number[], b: number[]): number {
  let [s, n, tiedA, tiedB] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < i; j++) {
      const [p, q] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)];
      s += p * q;
      n++;
      if (p === 0) tiedA++;
      if (q === 0) tiedB++;
    }
  return s / Math.sqrt((n - tiedA) * (n - tiedB));
}

test("Kendall's tau is what counting every pair gives, and a matrix holds it for each pair", () => {
  const few = fc.integer({ min: -4, max: 4 });
  const columns = fc.array(fc.tuple(few, few), { minLength: 2, maxLength: 80 });
  fc.assert(
    fc.property(columns, (pairs) => {
      const [a, b] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
      const wanted = slowly(a, b);
      const [p, q] = [Float64Array.from(a), Float64Array.from(b)];
      const got = kendall(p, q);
      if (Number.isNaN(wanted)) expect(got).toBeNaN();
      else expect(Math.abs(got - wanted)).toBeLessThan(1e-12);
      expect(kendallMatrix([p, q])[1]).toEqual(got);
    }),
  );
  const matrix = kendallMatrix([withHoles(x), withHoles(y)]);
  expect(matrix[1]).toBe(matrix[2]);
});
