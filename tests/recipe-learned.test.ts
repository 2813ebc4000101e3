import { describe, expect, test } from "vitest";
import { previewRecipe, runRecipe } from "@/engine/recipe";
import type { Step } from "@/lib/datasets/recipe";
import { textColumn, type Frame } from "@/lib/frame/frame";
import { after, file, frameOf, stored } from "./recipe-tables";

/** Columns of numbers and of text. */
const mixed = (
  numbers: Record<string, (number | null)[]>,
  texts: Record<string, (string | null)[]>,
): Frame => {
  const rows = [...Object.values(numbers), ...Object.values(texts)][0]!.length;
  const columns = Object.entries(texts).map(([name, cells]) => textColumn(name, cells, rows));
  return {
    rows,
    columns: [...(Object.keys(numbers).length > 0 ? frameOf(numbers).columns : []), ...columns],
  };
};
const run = async (frame: Frame, ...steps: Step[]) => after(await stored(frame), steps);
const valuesOf = async (frame: Frame, name: string, ...steps: Step[]) =>
  (await run(frame, ...steps)).cells.map((row) => row[name]);
/** So many rows for training, then so many for the test. */
const halves = (train: number, test: number) => ({
  split: [...Array.from({ length: train }, () => "train"), ...Array.from({ length: test }, () => "test")],
});

describe("outliers", () => {
  const tukey = (act: "flag" | "clip" | "drop"): Step => ({
    kind: "outliers",
    columns: ["n"],
    how: "tukey",
    k: 1.5,
    act,
  });
  // Quartiles 2 and 4, so that the bounds are -1 and 7.
  const frame = frameOf({ n: [1, 2, 3, 4, 100, null] });

  test("are marked, bounded or dropped by the quartiles", async () => {
    expect(await valuesOf(frame, "n is an outlier", tukey("flag"))).toEqual([
      false,
      false,
      false,
      false,
      true,
      null,
    ]);
    expect(await valuesOf(frame, "n", tukey("clip"))).toEqual([1, 2, 3, 4, 7, null]);
    expect(await valuesOf(frame, "n", tukey("drop"))).toEqual([1, 2, 3, 4, null]);
  });

  test("by deviations from the mean, and by shares of rows", async () => {
    // Mean 4, standard deviation 3.
    const z: Step = { kind: "outliers", columns: ["n"], how: "z", k: 1, act: "clip" };
    expect(await valuesOf(frameOf({ n: [1, 4, 7, 4, 1, 7] }), "n", z)).toEqual([
      expect.closeTo(4 - Math.sqrt(7.2), 12),
      4,
      expect.closeTo(4 + Math.sqrt(7.2), 12),
      4,
      expect.closeTo(4 - Math.sqrt(7.2), 12),
      expect.closeTo(4 + Math.sqrt(7.2), 12),
    ]);
    const share: Step = { kind: "outliers", columns: ["n"], how: "quantile", k: 0.25, act: "clip" };
    expect(await valuesOf(frameOf({ n: [0, 10, 20, 30, 40] }), "n", share)).toEqual([10, 10, 20, 30, 30]);
  });

  test("are known by training rows, and of these alone are dropped", async () => {
    const split = mixed({ n: [1, 2, 3, 4, 100, 100, 5] }, halves(5, 2));
    expect(await valuesOf(split, "n", tukey("drop"))).toEqual([1, 2, 3, 4, 100, 5]);
  });
});

describe("scales", () => {
  const scale = (how: "standard" | "min-max" | "robust"): Step => ({ kind: "scale", columns: ["n"], how });

  test("are learned from training rows, and say what is outside of their range", async () => {
    const split = mixed({ n: [0, 5, 10, 20] }, halves(3, 1));
    const { cells, facts } = await run(split, scale("min-max"));
    expect(cells.map(({ n }) => n)).toEqual([0, 0.5, 1, 2]);
    expect(facts.map(({ text }) => text)).toEqual([
      "1 cell of n lie outside of the range of the training rows",
    ]);
  });

  test("are those of the mean and of the median", async () => {
    expect(await valuesOf(frameOf({ n: [1, 2, 3] }), "n", scale("standard"))).toEqual([-1, 0, 1]);
    expect(await valuesOf(frameOf({ n: [1, 2, 3, 4, 100] }), "n", scale("robust"))).toEqual([
      -1, -0.5, 0, 0.5, 48.5,
    ]);
    expect(await valuesOf(frameOf({ n: [7, 7, null] }), "n", scale("standard"))).toEqual([0, 0, null]);
  });
});

describe("bins", () => {
  const bin = (how: "width" | "quantiles" | "edges", labels: "ranges" | "numbers"): Step => ({
    kind: "bin",
    column: "n",
    how,
    count: 2,
    edges: [10, 0],
    labels,
    name: "b",
  });
  const frame = frameOf({ n: [0, 1, 2, 3, 10, null] });

  test("are of equal width, of as many rows, or between edges", async () => {
    expect(await valuesOf(frame, "b", bin("width", "numbers"))).toEqual([1, 1, 1, 1, 2, null]);
    expect(await valuesOf(frame, "b", bin("quantiles", "numbers"))).toEqual([1, 1, 2, 2, 2, null]);
    expect(await valuesOf(frame, "b", bin("edges", "ranges"))).toEqual([
      "0 to 10",
      "0 to 10",
      "0 to 10",
      "0 to 10",
      ">= 10",
      null,
    ]);
  });
});

describe("categories", () => {
  const frame = mixed({}, { t: ["b", "a", "b", null, "c"], ...halves(4, 1) });

  test("become columns, and a new one is said", async () => {
    const { cells, columns, facts } = await run(frame, { kind: "encode", columns: ["t"], how: "one-hot" });
    expect(columns.map(({ name }) => name)).toEqual(["split", "t a", "t b"]);
    expect(cells.map((row) => [row["t a"], row["t b"]])).toEqual([
      [0, 1],
      [1, 0],
      [0, 1],
      [0, 0],
      [0, 0],
    ]);
    expect(facts[0]!.text).toBe("1 cell of t have a value that no training row has");
  });

  test("become numbers in their order", async () => {
    expect(await valuesOf(frame, "t", { kind: "encode", columns: ["t"], how: "ordinal" })).toEqual([
      1,
      0,
      1,
      null,
      null,
    ]);
    const whole = frameOf({ n: [10, 9, 100] }, "integer");
    expect(await valuesOf(whole, "n", { kind: "encode", columns: ["n"], how: "ordinal" })).toEqual([1, 0, 2]);
  });

  test("that are rare among training rows, or new, are merged", async () => {
    const step: Step = { kind: "merge-rare", columns: ["t"], least: 2, into: "other" };
    expect(await valuesOf(frame, "t", step)).toEqual(["b", "other", "b", null, "other"]);
  });

  test("are encoded by the target without seeing their own", async () => {
    const split = mixed({ y: [1, 0, 1, 1, 0] }, { t: ["a", "a", "a", "b", "a"], ...halves(4, 1) });
    const step: Step = {
      kind: "target-encode",
      column: "t",
      target: "y",
      folds: 50,
      smoothing: 0,
      seed: 4,
      name: "e",
    };
    const encoded = await valuesOf(split, "e", step);
    // Each row is in a fold of its own: the mean of the two others of its group; for b, of all.
    expect(encoded).toEqual([0.5, 1, 0.5, 0.75, expect.closeTo(2 / 3, 12)]);
  });
});

describe("columns that say little", () => {
  test("are dropped by their variance and by what they repeat", async () => {
    const frame = frameOf({ a: [1, 2, 3, 5], b: [-2, -4, -6, -10], c: [7, 7, 7, 7], d: [4, 1, 3, 2] });
    const step: Step = { kind: "select-features", columns: [], variance: 0, correlation: 0.9 };
    expect((await run(frame, step)).columns.map(({ name }) => name)).toEqual(["a", "d"]);
  });
});

describe("mixed units", () => {
  test("are repaired by a column that measures the same", async () => {
    const frame = frameOf({ km: [1, 2000, 3, 4.1, null], miles: [0.62, 1.24, 1.86, 2.5, 1] });
    const step: Step = { kind: "unit-repair", column: "km", reference: "miles", factors: [1000] };
    expect(await valuesOf(frame, "km", step)).toEqual([1, 2, 3, 4.1, null]);
  });
});

test("what a step learned is kept, and used on other rows as it was learned", async () => {
  const steps: Step[] = [
    { kind: "encode", columns: ["t"], how: "one-hot" },
    { kind: "scale", columns: ["n"], how: "min-max" },
  ];
  const table = await stored(mixed({ n: [0, 10] }, { t: ["a", "b"] }));
  const { fitted } = await runRecipe({ table, steps, out: file() });
  const others = await stored(mixed({ n: [5, 20] }, { t: ["b", "z"] }));
  const { columns, sample } = await previewRecipe({ table: others, steps, fitted, limit: 10 });
  expect(columns.map(({ name }) => name)).toEqual(["n", "t a", "t b"]);
  expect(sample.columns.map((column) => "values" in column && [...column.values])).toEqual([
    [0.5, 2],
    [0, 0],
    [1, 0],
  ]);
});
