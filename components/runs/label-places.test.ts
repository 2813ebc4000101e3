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
    point("decision tree", 0.003, 0.98),
    point("random forest", 0.02, 0.98),
    point("neighbours", 0.5, 0.55),
    point("neighbours", 0.4, 0.6),
  ]);
  const names = (side: typeof above) => side!.points.map(({ algorithm }) => algorithm);
  expect([...names(above), ...names(below)]).toHaveLength(3);
  expect(names(above).filter((name) => name !== "neighbours")).toHaveLength(1);
  expect(names(below).filter((name) => name !== "neighbours")).toHaveLength(1);
});

test("a chart of equal values labels each algorithm once", () => {
  const places = labelPlaces([point("a", 1, 1), point("b", 1, 1), point("c", 1e4, 1)]);
  expect(places.flatMap(({ points }) => points)).toHaveLength(3);
});

test("no two labels of algorithms whose points lie apart cover each other", () => {
  const places = labelPlaces([
    point("decision tree", 0.004, 0.969),
    point("random forest", 0.02, 0.969),
    point("logistic regression", 0.0091, 0.826),
    point("nearest neighbours", 0.5, 0.5),
  ]);
  const sides = Object.fromEntries(
    places.flatMap(({ below, points }) => points.map(({ algorithm }) => [algorithm, below])),
  );
  expect(sides["decision tree"]).toBe(!sides["random forest"]);
  expect(sides["logistic regression"], "a label hangs down from one of them").toBe(true);
});
