import { describe, expect, test } from "vitest";
import type { Step } from "@/lib/datasets/recipe";
import { textColumn, type Frame } from "@/lib/frame/frame";
import { after, frameOf, stored } from "./recipe-tables";

const mixed = (
  numbers: Record<string, (number | null)[]>,
  texts: Record<string, (string | null)[]>,
): Frame => {
  const rows = [...Object.values(numbers), ...Object.values(texts)][0]!.length;
  return {
    rows,
    columns: [
      ...frameOf(numbers).columns,
      ...Object.entries(texts).map(([name, cells]) => textColumn(name, cells, rows)),
    ],
  };
};
const run = async (frame: Frame, ...steps: Step[]) => after(await stored(frame), steps);

describe("labels that contradict each other", () => {
  const frame = mixed({ a: [1, 1, 1, 2, null, null] }, { y: ["p", "q", "p", "q", "p", null] });
  const act = (what: "drop" | "majority" | "flag"): Step => ({
    kind: "label-conflicts",
    label: "y",
    columns: [],
    act: what,
  });

  test("are marked, dropped, or settled by the most frequent", async () => {
    expect((await run(frame, act("flag"))).cells.map((row) => row["y conflicts"])).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect((await run(frame, act("drop"))).cells.map(({ y }) => y)).toEqual(["q", "p", null]);
    expect((await run(frame, act("majority"))).cells.map(({ y }) => y)).toEqual([
      "p",
      "p",
      "p",
      "q",
      "p",
      null,
    ]);
  });
});

describe("classes", () => {
  const sides = (train: number, test: number) => [
    ...Array.from({ length: train }, () => "train"),
    ...Array.from({ length: test }, () => "test"),
  ];
  const frame = mixed(
    { i: [0, 1, 2, 3, 4, 5, 6, 7] },
    { y: ["a", "a", "a", "a", "b", "b", "a", "b"], split: sides(6, 2) },
  );

  test("are balanced by fewer training rows; test rows stay", async () => {
    const { cells } = await run(frame, { kind: "balance", label: "y", how: "fewer", seed: 1 });
    expect(
      cells
        .filter(({ split }) => split === "train")
        .map(({ y }) => y)
        .toSorted(),
    ).toEqual(["a", "a", "b", "b"]);
    expect(cells.filter(({ split }) => split === "test").map(({ i }) => i)).toEqual([6, 7]);
    expect(cells.map(({ i }) => i)).toEqual(cells.map(({ i }) => Number(i)).toSorted((a, b) => a - b));
  });

  test("are balanced by repeated training rows, in their places", async () => {
    const { cells } = await run(frame, { kind: "balance", label: "y", how: "repeat", seed: 1 });
    expect(cells.map(({ i }) => i)).toEqual([0, 1, 2, 3, 4, 4, 5, 5, 6, 7]);
  });
});

describe("chance", () => {
  test("keeps the same share of each group, and the same rows for the same seed", async () => {
    const frame = frameOf({ g: Array.from({ length: 100 }, (_, i) => i % 2) });
    const sample = (seed: number) => run(frame, { kind: "sample", share: 0.2, by: "g", seed });
    const { cells } = await sample(1);
    expect(cells.filter(({ g }) => g === 1)).toHaveLength(10);
    expect((await sample(1)).cells).toEqual(cells);
  });

  test("draws folds of equal size, in the shares of a class, groups together, of training rows", async () => {
    const y = Array.from({ length: 40 }, (_, i) => (i < 10 ? 1 : 0));
    const { cells } = await run(frameOf({ y }), { kind: "folds", k: 5, seed: 3, name: "f", stratify: "y" });
    for (let fold = 1; fold <= 5; fold++) {
      expect(cells.filter(({ f }) => f === fold)).toHaveLength(8);
      expect(cells.filter((row) => row.f === fold && row.y === 1)).toHaveLength(2);
    }
    const g = Array.from({ length: 40 }, (_, i) => i % 10);
    const grouped = await run(frameOf({ g }), { kind: "folds", k: 5, seed: 3, name: "f", group: "g" });
    for (const rows of Map.groupBy(grouped.cells, (row) => row.g).values())
      expect(new Set(rows.map(({ f }) => f)).size).toBe(1);
    const split = mixed({ n: [1, 2, 3] }, { split: ["train", "train", "test"] });
    const folds = await run(split, { kind: "folds", k: 2, seed: 3, name: "f" });
    expect(folds.cells.map(({ f }) => f).toSorted()).toEqual([1, 2, null]);
    expect(folds.cells[2]!.f).toBeNull();
  });
});

describe("a split by time", () => {
  test("takes the latest rows for the test, those of one time together", async () => {
    const frame = frameOf({ d: [5, 1, 2, 4, 3, 4, null, 4, 0, 0] });
    const { cells, facts } = await run(frame, { kind: "split", how: "time", time: "d", test: 0.2, seed: 1 });
    expect(cells.filter(({ split }) => split === "test").map(({ d }) => d)).toEqual([5]);
    expect(facts[0]!.text).toContain("Test 1 rows (10.0 %, asked 20 %)");
    const ties = await run(frameOf({ d: [1, 1, 1] }), {
      kind: "split",
      how: "time",
      time: "d",
      test: 0.5,
      seed: 1,
    });
    expect(ties.facts[0]!.blocks).toBe(true);
  });
});

describe("tables of another shape", () => {
  const frame = mixed(
    { v: [1, 2, 3, null, 5] },
    { g: ["b", "a", "b", "a", null], k: ["x", "y", "y", "x", "x"] },
  );

  test("have a row for each group, in the order in which groups appear", async () => {
    const { cells, columns } = await run(frame, {
      kind: "group",
      by: ["g"],
      columns: ["v"],
      how: ["sum", "mean", "count", "first", "last"],
    });
    expect(cells).toEqual([
      { g: "b", rows: 2, "v sum": 4, "v mean": 2, "v count": 2, "v first": 1, "v last": 3 },
      { g: "a", rows: 2, "v sum": 2, "v mean": 2, "v count": 1, "v first": 2, "v last": 2 },
      { g: null, rows: 1, "v sum": 5, "v mean": 5, "v count": 1, "v first": 5, "v last": 5 },
    ]);
    expect(columns.map(({ type }) => type).slice(0, 3)).toEqual(["text", "integer", "number"]);
  });

  test("are pivoted, and unpivoted to what they were", async () => {
    const pivot: Step = { kind: "pivot", by: ["g"], column: "k", value: "v", how: "sum" };
    const { cells } = await run(frame, pivot);
    expect(cells).toEqual([
      { g: "b", x: 1, y: 3 },
      { g: "a", x: null, y: 2 },
      { g: null, x: 5, y: null },
    ]);
    const back = await run(frame, pivot, { kind: "unpivot", columns: ["x", "y"], name: "k", value: "v" });
    expect(back.cells.slice(0, 3)).toEqual([
      { g: "b", k: "x", v: 1 },
      { g: "b", k: "y", v: 3 },
      { g: "a", k: "x", v: null },
    ]);
    expect(back.rows).toBe(6);
  });

  test("of columns of two types hold text", async () => {
    const { cells } = await run(frame, { kind: "unpivot", columns: ["v", "k"], name: "n", value: "c" });
    expect(cells.slice(0, 2)).toEqual([
      { g: "b", n: "v", c: "1" },
      { g: "b", n: "k", c: "x" },
    ]);
  });
});

describe("rows before", () => {
  const frame = frameOf({ n: [1, 2, 4, null, 8, 9], g: [1, 1, 1, 1, 2, 2] });
  const window = (how: "lag" | "difference" | "mean", rows: number, by?: string) =>
    run(frame, { kind: "window", column: "n", how, rows, name: "w", ...(by ? { by } : {}) }).then(
      ({ cells }) => cells.map(({ w }) => w),
    );

  test("give the cell, the difference and rolling figures, where all of them are there", async () => {
    expect(await window("lag", 1)).toEqual([null, 1, 2, 4, null, 8]);
    expect(await window("lag", 1, "g")).toEqual([null, 1, 2, 4, null, 8]);
    expect(await window("difference", 2)).toEqual([null, null, 3, null, 4, null]);
    expect(await window("mean", 2)).toEqual([null, 1.5, 3, null, null, 8.5]);
  });
});
