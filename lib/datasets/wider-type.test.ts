import { expect, test } from "vitest";
import { widerType } from "./wider-type";

test.each([
  ["INTEGER", "BIGINT", "BIGINT"],
  ["BIGINT", "INTEGER", "BIGINT"],
  ["TINYINT", "UTINYINT", "SMALLINT"],
  ["UINTEGER", "INTEGER", "BIGINT"],
  ["USMALLINT", "UINTEGER", "UINTEGER"],
  ["FLOAT", "DOUBLE", "DOUBLE"],
  ["VARCHAR", "VARCHAR", "VARCHAR"],
])("%s and %s fit %s", (a, b, wider) => {
  expect(widerType(a, b)).toBe(wider);
});

test.each([
  ["BIGINT", "UBIGINT"],
  ["BIGINT", "DOUBLE"],
  ["INTEGER", "FLOAT"],
  ["INTEGER", "VARCHAR"],
  ["DATE", "TIMESTAMP"],
  ["DECIMAL(5,2)", "DOUBLE"],
])("%s and %s fit no type without a loss that somebody might miss", (a, b) => {
  expect(widerType(a, b)).toBeNull();
});
