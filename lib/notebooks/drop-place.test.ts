import { expect, test } from "vitest";
import { dropPlace, scrollStep } from "./drop-place";

const spans = [1, 2, 3].map((id, i) => ({ id, top: i * 100, bottom: i * 100 + 80 }));

test("a cell is dropped before or behind another one, as its middle says", () => {
  expect(dropPlace(spans, 3, -50)).toEqual({ after: null, line: 0 });
  expect(dropPlace(spans, 3, 90)).toEqual({ after: 1, line: 100 });
  expect(dropPlace(spans, 1, 150)).toEqual({ after: 2, line: 200 });
  expect(dropPlace(spans, 1, 900)).toEqual({ after: 3, line: 280 });
});

test("dropped where it is, or when it is gone, a cell moves nowhere", () => {
  for (const y of [60, 120, 180, 230]) expect(dropPlace(spans, 2, y)).toBeNull();
  expect(dropPlace(spans, 9, 0)).toBeNull();
  expect(dropPlace([], 1, 0)).toBeNull();
});

test("near an edge of the window the page scrolls, the nearer the faster", () => {
  expect(scrollStep(400, 800)).toBe(0);
  expect(scrollStep(60, 800)).toBe(-2);
  expect(scrollStep(-200, 800)).toBe(-18);
  expect(scrollStep(799, 800)).toBe(18);
});
