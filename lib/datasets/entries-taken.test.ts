import { expect, test } from "vitest";
import type { Dictionary } from "./dictionary";
import { entriesTaken } from "./entries-taken";
import type { Step } from "./recipe";

const columns = [{ name: "id", type: "integer" as const }];
const second = [
  { name: "id", type: "integer" as const },
  { name: "owner", type: "text" as const },
  { name: "mass", type: "number" as const },
];
const dictionary: Dictionary = [
  { name: "owner", role: "sensitive", type: "text" },
  { name: "mass", unit: "kg", type: "number" },
];
const table = { dataset: "there", version: 1 };
const join: Step = {
  ...{ kind: "join", table, how: "left", keys: [["id", "id"]], columns: [] },
  ...{ suffix: "", otherSuffix: "_right" },
};
const taken = (steps: Step[]) =>
  entriesTaken({ columns, steps, fitted: [], seconds: [{ step: 0, columns: second, dictionary }] });

test("columns of a second table bring their entries, under the names that they have in the end", () => {
  expect(taken([join])).toEqual(dictionary);
  expect(
    taken([
      join,
      { kind: "rename", from: "owner", to: "who" },
      { kind: "type", column: "mass", type: "text" },
    ]),
  ).toEqual([
    { name: "who", role: "sensitive", type: "text" },
    { name: "mass", unit: "kg" },
  ]);
});

test("columns that a recipe drops or makes anew bring none", () => {
  expect(
    taken([join, { kind: "drop", columns: ["owner"] }, { kind: "derive", name: "mass", formula: "1" }]),
  ).toEqual([]);
});
