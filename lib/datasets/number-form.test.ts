import { expect, test } from "vitest";
import { numberExample, numberForms, numberPattern, plainNumber, type NumberForm } from "./number-form";

/** DuckDB's expressions inside of SQL texts, as JavaScript has them. */
const fits = (form: NumberForm, cell: string) =>
  new RegExp(`^(${numberPattern(form).replaceAll("''", "'")})$`).test(cell);
const fitting = (cell: string) => numberForms.filter((form) => fits(form, cell)).map(numberExample);

test.each([
  ["1.234", ["1234.5", "1,234.5", "1.234,5"]],
  ["1.234,56", ["1.234,5"]],
  ["1,234.56", ["1,234.5"]],
  ["1,5", ["1234,5", "1.234,5"]],
  ["1.234.567", ["1.234,5"]],
  ["12.34.567", []],
  ["0.123", ["1234.5", "1,234.5"]],
  ["1e-5", ["1234.5", "1234,5", "1,234.5", "1.234,5"]],
  ["-", []],
  ["1,234,5", []],
])("%s is written as one of %j", (cell, forms) => {
  expect(fitting(cell)).toEqual(forms);
});

test("spaces and apostrophes group digits where that is asked", () => {
  expect(fits({ decimal: ",", thousands: " " }, "12\u202F345,6")).toBe(true);
  expect(fits({ decimal: ".", thousands: "'" }, "12'345.6")).toBe(true);
  expect(fits({ decimal: ".", thousands: "'" }, "12'34")).toBe(false);
});

test("a cell loses its groups and gets a point before it is cast", () => {
  expect(plainNumber("x", { decimal: ".", thousands: "" })).toBe("x");
  expect(plainNumber("x", { decimal: ",", thousands: "." })).toBe("replace(replace(x, '.', ''), ',', '.')");
});
