import { describe, expect, test } from "vitest";
import { partsOf, referencesIn, withTables } from "./sql-references";

describe("a query's references", () => {
  test("are found once each, whatever their spacing, case and quotes", () => {
    const sql = `select * from dataset('a') join DATASET ( 'it''s@v2' ) using (x) join dataset('a') using (y)`;
    expect(referencesIn(sql)).toEqual(["a", "it's@v2"]);
    expect(withTables(sql)).toBe(
      `select * from "dataset a" join "dataset it's@v2" using (x) join "dataset a" using (y)`,
    );
  });

  test("name a dataset and perhaps a version", () => {
    expect(partsOf("nasa")).toEqual({ name: "nasa", number: undefined });
    expect(partsOf("nasa@v12")).toEqual({ name: "nasa", number: 12 });
    expect(partsOf("a@v1@v2")).toEqual({ name: "a@v1", number: 2 });
    expect(partsOf("two\nlines")).toEqual({ name: "two\nlines", number: undefined });
  });
});
