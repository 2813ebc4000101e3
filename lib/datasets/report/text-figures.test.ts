import { expect, test } from "vitest";
import { mostSplitTexts, textFigures } from "./text-figures";

test("a text in many rows counts as often as it stands there", () => {
  expect(textFigures(["a b", "ccc c"], [3, 1])).toEqual({
    lengths: { min: 3, median: 3, mean: 3.5, max: 5 },
    characters: 14,
    distinctCharacters: 4,
    words: [
      { value: "a", count: 3 },
      { value: "b", count: 3 },
      { value: "c", count: 1 },
      { value: "ccc", count: 1 },
    ],
  });
});

test("of more texts than are taken apart the lengths are told, and no words", () => {
  const many = Array.from({ length: mostSplitTexts + 1 }, (_, i) => String(i));
  const figures = textFigures(
    many,
    many.map(() => 1),
  );
  expect(figures.words).toBeNull();
  expect(figures.lengths.max).toBe(6);
});
