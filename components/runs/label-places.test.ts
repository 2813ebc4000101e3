import { expect, test } from "vitest";
import { labelPlaces } from "./strip-plot";

const point = (algorithm: string, milliseconds: number, f1: number) => ({
  uid: algorithm,
  name: algorithm,
  algorithm,
  milliseconds,
  f1,
  k: null,
  interval: null,
});

test("labels of algorithms that lie side by side stand above and below", () => {
  const [above, below] = labelPlaces([
    point("tree", 0.003, 0.98),
    point("forest", 0.02, 0.98),
    point("neighbours", 0.5, 0.55),
    point("neighbours", 0.4, 0.6),
  ]);
  expect(above!.points.map(({ algorithm }) => algorithm)).toEqual(["tree", "neighbours"]);
  expect(below!.points.map(({ algorithm }) => algorithm)).toEqual(["forest"]);
});

test("a chart of equal values labels each algorithm once", () => {
  const places = labelPlaces([point("a", 1, 1), point("b", 1, 1), point("c", 1e4, 1)]);
  expect(places.flatMap(({ points }) => points)).toHaveLength(3);
});
