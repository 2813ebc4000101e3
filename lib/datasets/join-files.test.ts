import { expect, test } from "vitest";
import { planJoin, rowsByFile } from "./join-files";

const head = (name: string, header: string[], delimiter = ",") => ({ name, header, delimiter });

test("files of the same columns in the same order are one behind the other", () => {
  expect(planJoin([head("a", ["x", "x"]), head("b", ["x", "x"])])).toEqual({
    header: ["x", "x"],
    places: [
      [0, 1],
      [0, 1],
    ],
    isPlain: true,
    said: [],
  });
});

test("columns are found by their names, and what a file lacks is said", () => {
  expect(
    planJoin([head("a", ["id", "city"]), head("b", ["mass", "id"]), head("c", ["city", "id", "mass"])]),
  ).toEqual({
    header: ["id", "city", "mass"],
    places: [
      [0, 1, null],
      [1, null, 0],
      [1, 0, 2],
    ],
    isPlain: false,
    said: [
      "Columns of the files are found by their names",
      "a lacks mass: missing in its rows",
      "b lacks city: missing in its rows",
    ],
  });
  expect(planJoin([head("a", ["x", "y"]), head("b", ["x", "y"], ";")]).isPlain).toBe(false);
});

test("files with nothing in common, one name twice, or names of other capitals are refused by name", () => {
  const plan =
    (...second: string[]) =>
    () =>
      planJoin([head("a", ["id", "city"]), head("b", second)]);
  expect(plan("x", "y")).toThrow("b has no column in common with a: x, y.");
  expect(plan("id", "id")).toThrow("b has two columns called “id”.");
  expect(plan("id", "City")).toThrow("b calls a column “City” that a calls “city”.");
});

test("rows are told by file, of many files of the first twenty", () => {
  const counts = Array.from({ length: 22 }, (_, i) => ({ name: `f${i}`, rows: i * 1000 }));
  expect(rowsByFile(counts.slice(0, 2))).toBe("Rows by file: f0 0, f1 1,000");
  expect(rowsByFile(counts)).toMatch(/f19 19,000 and 2 files more$/);
});
