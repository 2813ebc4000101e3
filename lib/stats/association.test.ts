import { expect, test } from "vitest";
import { areaUnderCurve, correlationRatio, mutualInformation, varianceRatio } from "./association";

// The same columns in numpy: i = arange(60); x = round(sin(1.7 i) 4, 1); y = round(cos(0.9 i) 3 + x / 3);
// c = (7 i % 5) % 2; g = (11 i % 7) % 3
const rows = Array.from({ length: 60 }, (_, i) => i);
const x = Float64Array.from(rows, (i) => Math.round(Math.sin(i * 1.7) * 40) / 10);
const c = rows.map((i) => ((i * 7) % 5) % 2);
const g = rows.map((i) => ((i * 11) % 7) % 3);
const withHoles = (values: Float64Array) => Float64Array.from([NaN, ...values, 3, NaN]);

test("the area under the curve is scikit-learn's, ties counting half", () => {
  expect(areaUnderCurve(x, c)).toBeCloseTo(0.4982638888888889, 12); // sklearn.metrics.roc_auc_score
  expect(areaUnderCurve(Float64Array.of(1, 1), [0, 1])).toBe(0.5);
  expect(areaUnderCurve(withHoles(x), [1, ...c, -1, 0])).toBeCloseTo(0.4982638888888889, 12);
  expect(areaUnderCurve(Float64Array.of(1, 2), [1, 1])).toBeNaN();
});

test("F is scipy's one-way analysis of variance", () => {
  expect(varianceRatio(x, g)).toBeCloseTo(0.11005710256184119, 12); // scipy.stats.f_oneway
  expect(varianceRatio(x, c)).toBeCloseTo(0.05165297319729637, 12);
  expect(varianceRatio(x, x.map(() => 1) as never)).toBeNaN();
});

test("the correlation ratio is the root of the share of variance between categories", () => {
  const values = Float64Array.of(1, 2, 9, 10, NaN, 4);
  // Means 1.5 and 9.5 about 5.5: 64 between, 65 in all.
  expect(correlationRatio(values, [0, 0, 1, 1, 0, -1])).toBeCloseTo(Math.sqrt(64 / 65), 12);
  expect(correlationRatio(Float64Array.of(3, 3), [0, 1])).toBeNaN();
  expect(correlationRatio(Float64Array.of(NaN), [0])).toBeNaN();
});

test("mutual information is scikit-learn's, in nats", () => {
  expect(mutualInformation(g, c)).toBeCloseTo(0.0043783205543353465, 12); // sklearn.metrics.mutual_info_score
  expect(mutualInformation([-1], [0])).toBeNaN();
  expect(mutualInformation([0, 1], [0, 1])).toBeCloseTo(Math.log(2), 12);
});
