import { expect, test } from "vitest";
import { columnOf } from "@/lib/runs/columns";
import type { RunRow } from "@/lib/runs/queries";
import { columnCells, paramText } from "./run-cells";

const run = (values: Record<string, number>, params: Record<string, string> = {}): RunRow => ({
  id: 1,
  uid: "u",
  name: "run",
  status: "FINISHED",
  parentId: null,
  createdBy: "",
  datasetVersionId: null,
  synthetic: false,
  jobId: null,
  deletedAt: null,
  experiment: { id: 1, number: 1, name: "e" },
  startedAt: new Date(0),
  endedAt: null,
  provenance: {},
  params,
  tags: {},
  metrics: Object.entries(values).map(([logged, value]) => ({
    logged,
    key: logged,
    split: "unknown",
    value,
    step: 0,
  })),
});

test("a small parameter is shown as it was logged, never as 0", () => {
  expect(paramText("1e-05")).toBe("1e-05");
  expect(paramText("0.00001")).toBe("0.00001");
  expect(paramText("10000")).toBe("10,000");
  expect(paramText("2024010100000000000")).toBe("2024010100000000000");
  expect(paramText("007")).toBe("007");
  expect(paramText(undefined)).toBe("–");
});

test("NaN is a value and a dash is none; the best of a column is one that can be compared", () => {
  const cells = columnCells(
    columnOf("metrics.loss")!,
    [run({ loss: NaN }), run({}), run({ loss: 0.5 }), run({ loss: 0.25 })],
    {},
  );
  expect(cells.map(({ text }) => text)).toEqual(["NaN", "–", "0.500", "0.250"]);
  expect(cells.map(({ best }) => best)).toEqual([false, false, false, true]);
});

test("a column has one number of decimals, and the exact value is told on hover", () => {
  const cells = columnCells(
    columnOf("metrics.f1")!,
    [run({ "test/f1": 0.98765432 }), run({ "test/f1": 0.5 })],
    {
      f1: ["f1", "test/f1"],
    },
  );
  expect(cells.map(({ text, title }) => [text, title])).toEqual([
    ["0.988", "0.98765432"],
    ["0.500", "0.5"],
  ]);
});
