import { expect, test } from "vitest";
import { faultsOf } from "./faults";
import { graphOf, type CellNames } from "./graph";

const numbers = new Map([
  [7, 1],
  [3, 2],
  [9, 3],
]);
const messages = (cells: readonly CellNames[]) =>
  Object.fromEntries(
    [...faultsOf(graphOf(cells, new Set(["Plot"])), numbers)].map(([id, faults]) => [
      id,
      faults.map(({ message }) => message),
    ]),
  );

test("who gives a name twice hears where, and who reads it why nothing comes", () => {
  const cells = [
    { id: 7, defines: ["a"], uses: [] },
    { id: 3, defines: [], uses: ["a"] },
    { id: 9, defines: ["a"], uses: [] },
  ];
  expect(messages(cells)).toEqual({
    7: ["a is given by cells 1 and 3. Rename it in all but one."],
    9: ["a is given by cells 1 and 3. Rename it in all but one."],
    3: ["a is given by cells 1 and 3, so that this cell cannot tell which to read."],
  });
});

test("cells that read each other hear the way round by its names", () => {
  const cells = [
    { id: 7, defines: ["a"], uses: ["b"] },
    { id: 3, defines: ["b"], uses: ["a"] },
  ];
  const sentence = "Cells 1 and 2 read each other: b → a → b. Take one of these names out.";
  expect(messages(cells)).toEqual({ 7: [sentence], 3: [sentence] });
});

test("a name that is not there is told with the one that was meant, and where that stands", () => {
  const cells = [
    { id: 7, defines: ["diameter"], uses: [] },
    { id: 9, defines: [], uses: ["diametr", "Plat", "qqq"] },
  ];
  expect(messages(cells)).toEqual({
    9: [
      "diametr is not defined. Did you mean diameter, of cell 1?",
      "Plat is not defined. Did you mean Plot?",
      "qqq is not defined.",
    ],
  });
});
