import { expect, test } from "vitest";
import { lowerCase, upperCase } from "./letter-case";
import { nearestOf } from "./nearest";
import { compareValues } from "./values";
import { bounded, numberIn, textOf } from "./value-text";

test.each([
  [5, "5"],
  [-0, "0"],
  [0.1 + 0.2, "0.30000000000000004"],
  [1e-5, "1e-05"],
  [0.0001, "0.0001"],
  [0.00012345, "0.00012345"],
  [1e15, "1000000000000000.0"],
  [1.5e16, "1.5e+16"],
  [-1.25e-7, "-1.25e-07"],
  [true, "true"],
  [0n, "1970-01-01 00:00:00"],
])("a value reads as DuckDB writes it: %s", (value, text) => {
  expect(textOf(value)).toBe(text);
});

test("text is a number where it is a decimal one of digits that doubles keep", () => {
  expect(["1.5", "-7e3", ".5", "5.", "+1"].map(numberIn)).toEqual([1.5, -7000, 0.5, 5, 1]);
  expect(["", "1,5", "0x10", "NaN", "1234567890123456", "1 "].map(numberIn)).toEqual(Array(6).fill(null));
});

test("letters change their case one by one, so that a text keeps its length", () => {
  expect(upperCase("größe ŉ ᾳ σς")).toBe("GRÖẞE ŉ ᾼ ΣΣ");
  expect(lowerCase("İI ΑΣ")).toBe("ii ασ");
});

test("text is compared by code points, also beyond those of two bytes", () => {
  expect(compareValues("\uffee", "\u{10000}")).toBeLessThan(0);
  expect(compareValues("a", "ab")).toBeLessThan(0);
  expect(compareValues(2, 1)).toBeGreaterThan(0);
});

test("a text that has grown without bound is refused", () => {
  expect(() => bounded("", 1_000_001)).toThrow("A formula made a text of more than 1,000,000 characters.");
});

test("a name that does not exist has a nearest one, unless all are far", () => {
  expect(nearestOf("lenght", ["length", "left"])).toBe("length");
  expect(nearestOf("ALBEDO", ["albedo"])).toBe("albedo");
  expect(nearestOf("zzz", ["albedo"])).toBeNull();
});
