import { expect, test } from "vitest";
import { textColumn } from "@/lib/frame/frame";
import { countsOf, hasFew, toldValues } from "./few-rows";

test("of a masked column the values that at least five rows have are told, of others all", () => {
  const values = [
    { value: "a", count: 5 },
    { value: "b", count: 4 },
  ];
  expect(toldValues(values, true)).toEqual([{ value: "a", count: 5 }]);
  expect(toldValues(values, false)).toEqual(values);
});

test("a column has few rows of a value where one of its values has fewer than five", () => {
  const cells = ["a", "a", "a", "a", "a", null, "b"];
  const column = textColumn("x", cells, 7);
  expect([...countsOf(column)]).toEqual([5, 1]);
  expect(hasFew(column)).toBe(true);
  expect(hasFew(textColumn("x", cells.slice(0, 6), 6))).toBe(false);
});
