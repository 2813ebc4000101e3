import { describe, expect, test } from "vitest";
import { followColumns } from "@/lib/datasets/column-lineage";
import type { Step } from "@/lib/datasets/recipe";
import { rowsOf, textColumn, type Frame } from "@/lib/frame/frame";
import { runRecipe } from "@/engine/recipe";
import { readRows } from "@/engine/query";
import { file, stored } from "./recipe-tables";

/** Steps that keep every row in its place, so that a cell may differ only because it rests on another. */
const recipes: [string, Step[]][] = [
  ["derive", [{ kind: "derive", name: "x", formula: "a + 2 * b" }]],
  [
    "a chain",
    [
      { kind: "derive", name: "x", formula: "a * 2" },
      { kind: "rename", from: "x", to: "y" },
      { kind: "derive", name: "z", formula: "y + b" },
      { kind: "drop", columns: ["a"] },
    ],
  ],
  ["scale", [{ kind: "scale", columns: ["a"], how: "standard" }]],
  ["fill", [{ kind: "missing", columns: ["a"], how: "mean" }]],
  ["fill by group", [{ kind: "missing", columns: ["a"], how: "median", by: "t" }]],
  ["fill where", [{ kind: "missing", columns: ["a"], how: "value", value: 7, where: "b > 4" }]],
  [
    "target encode",
    [{ kind: "target-encode", column: "t", target: "b", folds: 2, smoothing: 1, seed: 1, name: "e" }],
  ],
  ["one-hot", [{ kind: "encode", columns: ["t"], how: "one-hot", keep: true }]],
  [
    "one-hot beside",
    [
      { kind: "encode", columns: ["t"], how: "one-hot" },
      { kind: "derive", name: "x", formula: "a + 1" },
    ],
  ],
  [
    "bin and window",
    [
      { kind: "window", column: "a", how: "sum", rows: 2, by: "t", name: "w" },
      { kind: "window", column: "b", how: "lag", rows: 1, name: "l" },
    ],
  ],
  ["outliers", [{ kind: "outliers", columns: ["b"], how: "z", k: 1, act: "flag" }]],
  ["map", [{ kind: "map-values", column: "t", pairs: [["x", "y"]], where: "a > 3" }]],
  ["in place", [{ kind: "derive", name: "a", formula: "b" }]],
  ["split", [{ kind: "split", how: "grouped", test: 0.4, seed: 3, group: "t" }]],
];

function table(change: "a" | "b" | "t" | null): Frame {
  const number = (of: "a" | "b", values: (number | null)[]) => ({
    name: of,
    type: "number" as const,
    values: Float64Array.from(values, (value) =>
      value === null ? NaN : change === of ? value * 3.5 - 11 : value,
    ),
  });
  const texts = ["x", "x", "y", "z", "y", "x", "z", "w"].map((text) => (change === "t" ? `${text}q` : text));
  return {
    rows: 8,
    columns: [
      number("a", [1, 2, null, 4, 5, 90, 7, null]),
      number("b", [3, 1, 4, 1, 5, 9, 2, 60]),
      textColumn("t", texts, 8),
    ],
  };
}

async function made(steps: Step[], change: "a" | "b" | "t" | null) {
  const before = await stored(table(change));
  const out = file();
  const { columns, rows, fitted } = await runRecipe({ table: before, steps, out });
  const frame = await readRows({
    table: { name: "rows", file: out, columns, rows, masked: [] },
    offset: 0,
    limit: 100,
  });
  return { before, fitted, names: columns.map(({ name }) => name), cells: rowsOf(frame) };
}

describe("the columns on which a column rests", () => {
  test.each(recipes)("are all those whose cells change its own: %s", async (_, steps) => {
    const plain = await made(steps, null);
    const lineage = followColumns({ columns: plain.before.columns, steps, fitted: plain.fitted })!;
    expect(lineage.columns.map(({ name }) => name)).toEqual(plain.names);
    for (const change of ["a", "b", "t"] as const) {
      const other = await made(steps, change);
      for (const { name, from } of lineage.columns) {
        if (from.has(change)) continue;
        const of = (cells: Record<string, unknown>[]) => cells.map((row) => row[name]);
        expect([name, change, of(other.cells)]).toEqual([name, change, of(plain.cells)]);
      }
    }
  });

  test("are not more than they need be: what a step passes on rests on itself", async () => {
    const steps: Step[] = [{ kind: "derive", name: "x", formula: "a + 1" }];
    const plain = await made(steps, null);
    const { columns } = followColumns({ columns: plain.before.columns, steps, fitted: plain.fitted })!;
    expect(columns.map(({ name, from }) => [name, [...from]])).toEqual([
      ["a", ["a"]],
      ["b", ["b"]],
      ["t", ["t"]],
      ["x", ["a"]],
    ]);
  });

  test("give names that are made of data away as such", async () => {
    const steps: Step[] = [{ kind: "encode", columns: ["t"], how: "one-hot" }];
    const plain = await made(steps, null);
    const { columns } = followColumns({ columns: plain.before.columns, steps, fitted: plain.fitted })!;
    expect(columns.filter(({ isNamedByData }) => isNamedByData).map(({ name }) => name)).toEqual(
      ["w", "x", "y", "z"].map((value) => `t ${value}`),
    );
    expect(columns.slice(2).every(({ from }) => from.has("t"))).toBe(true);
  });
});
