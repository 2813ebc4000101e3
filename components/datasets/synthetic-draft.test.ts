import { expect, test } from "vitest";
import { bodyOf, draftOf, rowsOfClass } from "./synthetic-draft";

const plan = {
  columns: [],
  fitted: { rows: 205, of: 205, split: null },
  values: 3,
  classes: [
    { value: "usual", rows: 175, lacking: 0 },
    { value: "rare", rows: 25, lacking: 150 },
    { value: "__proto__", rows: 5, lacking: 0 },
  ],
  leastRows: 10,
};

test("without classes as many rows are asked for as there are, alone", () => {
  expect(bodyOf(draftOf("parts", 200, "synthetic"), null)).toEqual({
    name: "parts-synthetic",
    output: "alone",
    rows: 200,
    seed: 42,
    leaveOut: [],
  });
});

test("classes are made as large as the largest: after the rows that there are by what they lack", () => {
  const draft = { ...draftOf("parts", 200, "made"), classColumn: "kind", leaveOut: ["kind", "x"] };
  const rowsOf = (output: "alone" | "appended") =>
    plan.classes.map((one) => rowsOfClass({ ...draft, output }, one, plan));
  expect([rowsOf("alone"), rowsOf("appended")]).toEqual([
    ["175", "175", "0"],
    ["0", "150", "0"],
  ]);
  expect(bodyOf({ ...draft, output: "appended", rowsOf: { rare: "20" } }, plan)).toMatchObject({
    mark: "made",
    byClass: {
      column: "kind",
      rows: [
        { value: "usual", rows: 0 },
        { value: "rare", rows: 20 },
        { value: "__proto__", rows: 0 },
      ],
    },
    leaveOut: ["x"],
  });
});
