import { expect, test } from "vitest";
import type { ColumnSchema } from "@/lib/frame/frame";
import { formulaOfFacets, oppositeOf, withBin, wrongBound } from "./facets";
import { parseFormula } from "./formula";
import { typeOfFormula } from "./formula-type";

const columns: ColumnSchema[] = [
  { name: "kind", type: "text" },
  { name: "a b", type: "number" },
  { name: "hot", type: "boolean" },
  { name: "when", type: "date" },
];

test("choices of several columns become one formula that is true or false of every row", () => {
  const formula = formulaOfFacets(
    [
      { column: "kind", as: "values", values: ["it's", null] },
      { column: "a b", as: "range", least: "-1.5", most: "1e+22", missing: false },
      { column: "hot", as: "values", values: ["true"], others: true },
      { column: "when", as: "range", least: "2020-01-31", most: "2020-02-01", missing: true },
      { column: "gone", as: "values", values: ["x"] },
      { column: "kind", as: "values", values: [] },
    ],
    columns,
  )!;
  expect(formula).toBe(
    `(is_missing(kind) or not is_missing(kind) and kind in ('it''s')) and ` +
      `(not is_missing("a b") and "a b" >= (-1.5) and "a b" <= 1e+22) and ` +
      `not (not is_missing(hot) and hot in (true())) and ` +
      `(is_missing(when) or not is_missing(when) and when >= date('2020-01-31', 'YYYY-MM-DD') ` +
      `and when < date_add(date('2020-02-01', 'YYYY-MM-DD'), 1, 'day'))`,
  );
  for (const source of [formula, oppositeOf(formula)])
    expect(typeOfFormula(parseFormula(source), columns)).toBe("boolean");
  expect(formulaOfFacets([], columns)).toBeNull();
});

test("a bound that is no number or no date is said to be none", () => {
  expect(wrongBound("1,5", "number")).toBe("Expected a number.");
  expect(wrongBound("31.1.2020", "date")).toContain("Expected a date");
  for (const date of ["", "2020-01-31", "2020-01-31 12:30", "2020-01-31T12:30:01.000001"])
    expect(wrongBound(date, "date")).toBeNull();
});

test("a part of a range is chosen alone, or together with what was chosen before", () => {
  const bins = ["0", "2", "4"].map((least, at) => ({ at, least, most: String(Number(least) + 1), count: 1 }));
  const none = { column: "n", as: "range", least: "", most: "", missing: false } as const;
  const middle = withBin(none, bins[1]!, true, bins);
  expect([middle.least, middle.most]).toEqual(["2", "3"]);
  const more = withBin(middle, bins[2]!, true, bins);
  expect([more.least, more.most]).toEqual(["2", "5"]);
  expect(withBin(more, bins[0]!, false, bins)).toMatchObject({ least: "0", most: "1" });
});
