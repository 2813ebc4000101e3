import { describe, expect, test } from "vitest";
import { parseFormula } from "./formula";
import { formulaSql } from "./formula-sql";
import type { HeldColumn } from "./steps/step";

const columns: HeldColumn[] = [
  { id: "c0", name: "n", type: "integer" },
  { id: "c1", name: "x", type: "number" },
  { id: "c2", name: "ok", type: "boolean" },
  { id: "c3", name: "seen", type: "date" },
  { id: "c4", name: `"; DROP TABLE x`, type: "text" },
];
const sqlOf = (text: string) => formulaSql(parseFormula(text), columns);
const whereFinite = (sql: string) =>
  `list_transform([${sql}], lambda v: CASE WHEN isfinite(v) THEN v END)[1]`;

describe("a formula as SQL", () => {
  test.each([
    ["a column, by its id", "x", "c1"],
    ["whole numbers, which are doubles", "n", "CAST(c0 AS DOUBLE)"],
    ["truth values", "not ok", "(NOT c2)"],
    ["a comparison", "x != 3", "(c1 <> 3::DOUBLE)"],
    ["text, with its quotes doubled", `[\"; DROP TABLE x] = 'it''s'`, "(c4 = 'it''s')"],
    ["a question for what is missing", "is_missing(x)", "(c1 IS NULL)"],
  ])("writes %s", (_, text, sql) => {
    expect(sqlOf(text)).toBe(sql);
  });

  test.each([
    ["a sum", "x + n", "(c1 + CAST(c0 AS DOUBLE))"],
    ["a quotient: nothing is divided by zero", "x / n", "(c1 / nullif(CAST(c0 AS DOUBLE), 0))"],
    ["a power", "x ^ 2", "pow(c1, 2::DOUBLE)"],
    ["the days between two dates", "seen - seen", "((epoch_us(c3) - epoch_us(c3)) / 86400000000.0)"],
    ["the least of two", "min(x, 1)", "least(c1, 1::DOUBLE)"],
    [
      "a logarithm, asked for only where there is one",
      "log(x)",
      "list_transform([c1], lambda v: CASE WHEN v > 0 THEN ln(v) END)[1]",
    ],
    ["a choice", "if(ok, x, 0)", "(CASE WHEN c2 THEN c1 ELSE 0::DOUBLE END)"],
  ])("is missing where it is not finite: %s", (_, text, sql) => {
    expect(sqlOf(text)).toBe(whereFinite(sql));
  });

  test("compares nothing with what is not finite", () => {
    expect(sqlOf("1 / (x * x) > 1")).toBe(
      `(${whereFinite(`(1::DOUBLE / nullif(${whereFinite("(c1 * c1)")}, 0))`)} > 1::DOUBLE)`,
    );
    expect(sqlOf("exp(x) > 1")).toBe(`(${whereFinite("exp(c1)")} > 1::DOUBLE)`);
  });

  test("takes no column that is not there", () => {
    expect(() => sqlOf("y + 1")).toThrow("there is no column y");
  });
});
