import { expect, test } from "vitest";
import { near } from "./near-name";

test.each([
  ["numer", "number"],
  ["nubmer", "number"],
  ["Tabel", "table"],
  ["TABLE", "table"],
  ["x", null],
  ["entirely", null],
])("for %s, %s is what was meant", (wrong, meant) => {
  expect(near(wrong, ["table", "number", "y", "diameter"])).toBe(meant);
});

test("a name of many characters is compared as far as it has to be", () => {
  const long = "a".repeat(100_000);
  expect(near(`${long}b`, [`${long}c`])).toBe(`${long}c`);
});
