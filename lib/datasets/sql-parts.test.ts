import { expect, test } from "vitest";
import { idsIn, partsThatMake } from "./sql-parts";

test("the part of a query that makes a column ends at its commas, and says what it reads from", () => {
  const sql = "SELECT c0, coalesce(c1, ', c9 AS c3', c2) AS c3, rn FROM step0";
  const [part, ...others] = partsThatMake(sql, "c3");
  expect(others).toEqual([]);
  expect(part).toEqual({ expression: " coalesce(c1, ', c9 AS c3', c2) ", from: " step0" });
  expect([...idsIn(part!.expression)]).toEqual(["c1", "c2"]);
});

test("a column that is made inside of a query is found with what that reads from", () => {
  const sql = "SELECT c4, rn FROM (SELECT c0, sum(c1) AS c4, rn FROM step2 GROUP BY c0)";
  expect(partsThatMake(sql, "c4")).toEqual([{ expression: " sum(c1) ", from: " step2 GROUP BY c0" }]);
});
