import { describe, expect, test } from "vitest";
import { firstStatement, partsOf, referencesIn, withTables } from "./sql-references";

describe("a query's references", () => {
  test("are found once each, whatever their spacing, case and quotes", () => {
    const sql =
      "select * from dataset('a') join DATASET ( 'it''s@v2' ) using (x) " + "join dataset('a') using (y)";
    expect(referencesIn(sql)).toEqual(["a", "it's@v2"]);
    expect(withTables(sql)).toBe(
      `select * from "dataset a" join "dataset it's@v2" using (x) join "dataset a" using (y)`,
    );
  });

  test("are none within quotes or comments", () => {
    const sql = [
      `select 'dataset(''a'')', "dataset('b')", $$ dataset('c') $$, $x$ $$ dataset('d') $x$, ` +
        `e'\\' dataset(''e'')'`,
      `-- dataset('f')`,
      `/* dataset('g') /* dataset('h') */ dataset('i') */ from dataset('j') where mydataset('k')`,
    ].join("\n");
    expect(referencesIn(sql)).toEqual(["j"]);
    expect(withTables(sql)).toBe(sql.replace("dataset('j')", `"dataset j"`));
  });

  test("are found in time that grows with the query, whatever it is made of", () => {
    for (const piece of ["'", '"', "$", "/*", "-", "dataset(", "dataset('", "e'\\", "a", ";", "\n"]) {
      const started = performance.now();
      referencesIn(piece.repeat(100_000 / piece.length));
      expect(performance.now() - started, piece).toBeLessThan(1_000);
    }
  });

  test("name a dataset and perhaps a version", () => {
    expect(partsOf("nasa")).toEqual({ name: "nasa", number: undefined });
    expect(partsOf("nasa@v12")).toEqual({ name: "nasa", number: 12 });
    expect(partsOf("a@v1@v2")).toEqual({ name: "a@v1", number: 2 });
    expect(partsOf("two\nlines")).toEqual({ name: "two\nlines", number: undefined });
  });
});

test("a statement ends at its semicolon, not at one within quotes or a comment", () => {
  for (const [sql, first] of [
    ["select 1; -- note", "select 1"],
    ["select 1 ;\n/* a; b */ ; ", "select 1 "],
    ["; select 1;", "select 1"],
    ["select ';', \";\" -- ;\n;", "select ';', \";\" -- ;\n"],
    ["select 1 -- ;", "select 1 -- ;"],
  ] as const)
    expect(firstStatement(sql)).toBe(first);
});
