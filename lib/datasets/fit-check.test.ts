import { expect, test } from "vitest";
import type { ColumnSchema } from "@/lib/frame/frame";
import { fitProblems, renamesFor } from "./fit-check";
import type { Step } from "./recipe";

const made: ColumnSchema[] = [
  { name: "a", type: "number" },
  { name: "b", type: "text" },
  { name: "y", type: "boolean" },
];
const steps: Step[] = [
  { kind: "label-conflicts", label: "y", columns: [], act: "drop" },
  { kind: "derive", name: "double", formula: "a * 2" },
  { kind: "rename", from: "b", to: "c" },
];

const sentences = (asked: Parameters<typeof fitProblems>[0]) =>
  fitProblems(asked).map(({ message }) => message);

test("a recipe fits columns that lack what it does not need, and whole numbers for numbers", () => {
  const columns: ColumnSchema[] = [
    { name: "b", type: "text" },
    { name: "a", type: "integer" },
  ];
  expect(fitProblems({ made, steps, columns })).toEqual([]);
});

test("everything that does not fit is said at once", () => {
  expect(sentences({ made, steps, columns: [{ name: "a", type: "text" }] })).toEqual([
    "a holds text; the recipe was made for numbers.",
    "The column b is absent: say which column of the table it is.",
    expect.stringContaining("Step 2 (derive): Formula"),
    "Step 3 (rename): There is no column b.",
  ]);
});

test("which column is absent stands beside its sentence, so that another one can be named for it", () => {
  const absent = fitProblems({ made, steps, columns: [{ name: "a", type: "text" }] }).map(
    (one) => one.absent,
  );
  expect(absent).toEqual([null, "b", null, null]);
});

test("a step that cannot be done to new rows is one that fails", () => {
  const group: Step = { kind: "group", by: ["b"], columns: [], how: [] };
  expect(sentences({ made, steps: [group], columns: made })).toEqual([
    "Step 1 (group): it cannot be done to rows that are to be predicted.",
  ]);
});

test("columns are renamed to what a recipe knows them by, unless there is one of that name", () => {
  expect(renamesFor([{ name: "x", type: "number" }], { a: "x" })).toEqual([
    { kind: "rename", from: "x", to: "a" },
  ]);
  expect(() => renamesFor(made, { a: "b" })).toThrow("There is a column a already.");
  expect(() => renamesFor(made, { z: "gone" })).toThrow("There is no column gone.");
});
