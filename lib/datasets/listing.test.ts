import { expect, test } from "vitest";
import { listing } from "./listing";

test("names are listed up to a number, and how many more there are is said", () => {
  expect(listing(["a", "b", "c"], 3)).toBe("a, b, c");
  expect(
    listing(
      Array.from({ length: 1_203 }, (_, i) => `n${i}`),
      2,
    ),
  ).toBe("n0, n1 and 1,201 more");
  expect(listing([], 5)).toBe("");
});
