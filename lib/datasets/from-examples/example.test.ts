import { expect, test } from "vitest";
import { dateIn, keyOf, numberIn, typesOf } from "./example";

test("results are compared as what they are: numbers by value, dates by time, text letter by letter", () => {
  expect(["1234.5", "1e3", "-.5", "+2", "1,5", "", "Infinity", "1e999"].map(numberIn)).toEqual([
    1234.5,
    1000,
    -0.5,
    2,
    ...[null, null, null, null],
  ]);
  expect(
    ["2019-01-03", "2019-01-03 00:00", "2019-01-03T14:05:30.250", "2019-02-30", "3 Jan"].map(dateIn),
  ).toEqual(["2019-01-03", "2019-01-03", "2019-01-03 14:05:30.25", null, null]);
  expect(keyOf("1.50", "number")).toBe(keyOf("1.5", "number"));
  expect(keyOf("1.50", "text")).not.toBe(keyOf("1.5", "text"));
});

test("examples can be of every type that all their results are of", () => {
  const types = (...results: (string | null)[]) => typesOf(results.map((result) => ({ value: "x", result })));
  expect(types("12.5", null)).toEqual(["text", "number"]);
  expect(types("2019-01-03")).toEqual(["text", "date"]);
  expect(types("12.5", "John")).toEqual(["text"]);
});
