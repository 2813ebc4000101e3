import { expect, test } from "vitest";
import { boundariesText, parseBoundaries, toggledBoundary } from "./boundaries-text";

test("places where columns begin are typed as numbers that ascend", () => {
  expect(boundariesText([4, 12])).toBe("4, 12");
  expect(parseBoundaries("4, 12 20;31,")).toEqual([4, 12, 20, 31]);
  for (const text of ["", "0", "4, 4", "12, 4", "4, x", "1.5", "-1"])
    expect(parseBoundaries(text), text).toBeNull();
});

test("a click begins a column, and another one at the same place takes that back", () => {
  expect(toggledBoundary([4, 20], 12)).toEqual([4, 12, 20]);
  expect(toggledBoundary([4, 12, 20], 12)).toEqual([4, 20]);
});
