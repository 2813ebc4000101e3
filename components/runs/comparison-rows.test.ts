import { expect, test } from "vitest";
import type { ComparedRun } from "@/lib/runs/comparison";
import { comparisonRows, sameness, splitToCompare } from "./comparison-rows";

const run = (metrics: Record<string, number>, rest: Partial<ComparedRun> = {}): ComparedRun => ({
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
  params: {},
  more: false,
  metrics: Object.entries(metrics).map(([logged, value]) => ({
    logged,
    key: logged,
    split: "unknown",
    value,
    step: 0,
  })),
  ...rest,
});
const asked = { split: "test", differencesOnly: true, most: 200 };

test("what a client logged without a split is compared", () => {
  const { groups } = comparisonRows([run({ loss: 0.5 }), run({ loss: 0.25 })], asked);
  expect(groups.map(({ title }) => title)).toEqual(["Metrics, unknown split"]);
  expect(groups[0]!.rows[0]).toMatchObject({ label: "loss", cells: ["0.500", "0.250"], best: 1 });
});

test("nothing is called the same where nothing was recorded", () => {
  expect(sameness([run({}), run({})])).toBe("data not recorded, split not recorded, seed not recorded");
  const seeded = { provenance: { seed: 1 } };
  expect(sameness([run({}, seeded), run({}, seeded), run({})])).toContain("same seed in 2 of 3");
});

test("a group of very many rows says how many it does not show", () => {
  const params = (value: string) =>
    Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`p${i}`, value]));
  const { groups, differing } = comparisonRows(
    [run({}, { params: params("1") }), run({}, { params: params("2") })],
    asked,
  );
  expect(groups[0]).toMatchObject({ title: "Parameters", hidden: 300 });
  expect(groups[0]!.rows).toHaveLength(200);
  expect(differing).toBe(500);
});

test("values that differ beyond the digits shown are no agreement", () => {
  const { groups } = comparisonRows([run({ f1: 0.90001 }), run({ f1: 0.90002 })], asked);
  expect(groups[0]!.rows[0]!.titles).toEqual(["0.90001", "0.90002"]);
});

test("runs that were measured on validation rows alone are compared on these", () => {
  const on = (split: string) => ({ logged: `${split}_f1`, key: "f1", split, value: 0.5, step: 0 });
  expect(splitToCompare([run({}), run({}, { metrics: [on("validation")] })])).toBe("validation");
  expect(splitToCompare([run({}, { metrics: [on("train"), on("test")] }), run({})])).toBe("test");
  expect(splitToCompare([run({ loss: 1 })])).toBe("test");
});
