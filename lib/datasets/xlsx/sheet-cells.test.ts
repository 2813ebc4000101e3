import fc from "fast-check";
import { expect, test } from "vitest";
import { cellOf, columnLetters, numberText, placeOf } from "./sheet-cells";

test("references and column letters are each other's opposite", () => {
  for (const column of [0, 25, 26, 701, 702, 16_383])
    expect(placeOf(`${columnLetters(column)}7`)).toEqual({ column, row: 7 });
  for (const reference of ["", "7", "A", "a1", "XFE1", "ABCD1", "A12345678"])
    expect(placeOf(reference)).toBeNull();
});

test("a stored number is written as a person writes it where that is the same double", () => {
  expect(numberText("4.0000000000000001E-3")).toBe("0.004");
  expect(numberText("1E-3")).toBe("0.001");
  expect(numberText("0.30000000000000004")).toBe("0.30000000000000004");
  expect(numberText("1.50")).toBe("1.50");
  for (const stored of ["12345678901234567890", "1E400", "1e-400", "NaN", "9007199254740993"])
    expect(numberText(stored)).toBe(stored);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(numberText(value.toPrecision(17)))).toBe(value + 0); // and −0 is 0
    }),
  );
});

test("a cell without a value holds nothing, and one of an unknown style is a plain number", () => {
  const raw = { type: "n", style: 7, value: null, inline: null, hasFormula: false };
  const context = { strings: ["a"], styles: ["day"] as const, epoch: 1900 as const };
  const place = () => "Cell A1";
  expect(cellOf(raw, context, place)).toBeNull();
  expect(cellOf({ ...raw, value: "45000" }, context, place)).toEqual({ text: "45000", kind: "number" });
  expect(cellOf({ ...raw, style: 0, value: "45000" }, context, place)).toEqual({
    text: "2023-03-15",
    kind: "date",
  });
  expect(() => cellOf({ ...raw, hasFormula: true }, context, place)).toThrow("Cell A1 holds a formula");
  expect(() => cellOf({ ...raw, type: "s", value: "1" }, context, place)).toThrow("not there");
});
