import { expect, test } from "vitest";
import { inputsInCells, inputsOf } from "./inputs-in-cells";

test("inputs of a notebook are the names that its cells show by view", () => {
  const cells = [
    {
      mode: "ts" as const,
      source: "const least = view(Inputs.range([0, 9]));\nlet by: string = view(Inputs.text())",
    },
    { mode: "md" as const, source: "const no = view(1)" },
    { mode: "js" as const, source: "const seen = 1; const least = view (x)" },
    { mode: "ts" as const, source: "// preview(1)\nconst other = preview(2)" },
  ];
  expect(inputsInCells(cells)).toEqual(["least", "by"]);
});

test("a cell that shows something by view gives inputs, every other none", () => {
  expect(inputsOf({ inputs: ["view", "Inputs"], outputs: ["least"] })).toEqual(["least"]);
  expect(inputsOf({ inputs: ["Inputs"], outputs: ["least"] })).toEqual([]);
});
