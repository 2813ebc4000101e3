import { expect, test } from "vitest";
import { numberReadings, numbersTaken } from "./numbers";

const names = { column: "c", into: "c part" };
const of = (pairs: [string, string | null][]) => pairs.map(([value, result]) => ({ value, result }));
const first = (...pairs: [string, string | null][]) =>
  numberReadings(of(pairs), names).toSorted((a, b) => a.cost - b.cost)[0]?.steps[0];

test("signs of decimals and thousands, and units with their factors, are read from examples", () => {
  expect(first(["1.234,50 EUR", "1234.5"])).toMatchObject({
    decimal: ",",
    thousands: ".",
    units: [["EUR", "1"]],
  });
  expect(first(["3.5k", "3500"], ["2", "2"])).toMatchObject({ decimal: ".", units: [["k", "1000"]] });
  expect(first(["45 %", "0.45"])).toMatchObject({ units: [["%", "0.01"]] });
  expect(first(["12 345", "12345"])).toMatchObject({ thousands: "space" });
  expect(first(["−5", "-5"])).toMatchObject({ units: [] });
  expect(first(["0 km", "0"], ["2 km", "2"])).toMatchObject({ units: [["km", "1"]] });
});

test("a unit that would multiply by two things, or a number that is not there, is no way", () => {
  expect(first(["1 k", "1000"], ["2 k", "2"])).toBeUndefined();
  expect(first(["a 5", "5"])).toBeUndefined();
  expect(first(["5", "6"])).toBeUndefined();
  expect(first(["0 km", "0"])).toBeUndefined();
});

test("cells that examples call missing may be so; all others stop the step", () => {
  expect(first(["5 km", "5"], ["n/a", null])).toMatchObject({ otherwise: "missing" });
  expect(first(["5 km", "5"])).not.toHaveProperty("otherwise");
});

test("a number inside of a text is taken out first", () => {
  const [way] = numbersTaken(of([["weighs 1.5 kg", "1.5"]]), ["weighs 22 kg"], names);
  expect(way!.steps.map(({ kind }) => kind)).toEqual(["extract", "parse-number"]);
  expect(way).toMatchObject({ column: "c part", type: "number" });
  expect(numbersTaken(of([["none", "1.5"]]), [], names)).toEqual([]);
});
