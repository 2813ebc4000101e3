import { expect, test } from "vitest";
import { effectWords } from "./effect-words";
import type { StepEffects } from "./engine";

const nothing: StepEffects = {
  step: 0,
  rowsIn: 1_000,
  rowsOut: 1_000,
  changed: 0,
  failed: 0,
  missing: 0,
  added: [],
  dropped: [],
  examples: [],
};

test("what a step does stands in words, and nothing is said to be nothing", () => {
  expect(effectWords(nothing)).toEqual(["no cell changed"]);
  expect(effectWords({ ...nothing, rowsOut: 1 })).toEqual(["1,000 → 1 row"]);
  expect(effectWords({ ...nothing, changed: 1, failed: 2, missing: 3 })).toEqual([
    "1 cell changed",
    "2 cells failed",
    "3 cells newly missing",
  ]);
  expect(effectWords({ ...nothing, added: ["a", "b", "c"], dropped: ["d"] })).toEqual([
    "new a, b and 1 more",
    "without d",
  ]);
});
