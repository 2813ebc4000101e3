import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distinctNames } from "./dialect";
import { parseFormula } from "./formula";
import { minimumOrbitIntersection } from "./orbits";
import { columnsAfterAll } from "./recipe";

describe("the names of columns", () => {
  test("are given every column, distinct", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        (names) => new Set(distinctNames(names).map((name) => name.toLowerCase())).size === names.length,
      ),
    );
  });
});

describe("a formula", () => {
  test("never throws anything but a sentence, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseFormula(text);
          return true;
        } catch (error) {
          return error instanceof Error && error.name === "AppError";
        }
      }),
    );
  });
});

test("the columns of a recipe are known without running it", () => {
  const columns = [
    { name: "a", type: "number" },
    { name: "d", type: "date" },
  ] as const;
  const after = columnsAfterAll(columns, [
    { kind: "derive", name: "big", formula: "a > 3" },
    { kind: "rename", from: "a", to: "b" },
    { kind: "days-since", column: "d", date: "2000-01-01", name: "age" },
    { kind: "split", how: "random", test: 0.2, seed: 1 },
  ]);
  expect(after).toEqual([
    { name: "b", type: "number" },
    { name: "d", type: "date" },
    { name: "big", type: "boolean" },
    { name: "age", type: "number" },
    { name: "split", type: "text" },
  ]);
});

test("orbits that nearly touch have a small intersection distance, and far ones their gap", () => {
  const flat = { inclination: 0, node: 0, perihelion: 0 };
  expect(minimumOrbitIntersection({ a: 2, e: 0, ...flat })).toBeCloseTo(2 - 1.00000261 * 1.01671123, 3);
  expect(minimumOrbitIntersection({ a: 1.5, e: 0.4, ...flat })).toBeLessThan(0.02);
});
