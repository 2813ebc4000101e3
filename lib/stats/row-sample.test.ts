import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { atMost, hashBelow, rowHash, rowHashSql, sampleRows } from "./row-sample";

test("a row has one hash, here and in SQL", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const rows = [0, 1, 2, 4_687, 99_999_999, 2 ** 31, 2 ** 32 - 1, 2 ** 32 + 5];
  const reader = await connection.runAndReadAll(
    `SELECT ${rowHashSql("r")}::DOUBLE FROM (SELECT unnest([${rows.join(", ")}]) AS r)`,
  );
  expect(reader.getRowsJson().map(([hash]) => hash)).toEqual(rows.map((row) => rowHash(row)));
  connection.closeSync();
});

test("a sample has about as many rows as wanted and never more, spread over all of the table", () => {
  expect([...sampleRows(5, 3)]).toEqual([0, 1, 2]);
  for (const rows of [10_000, 250_000]) {
    const drawn = [...sampleRows(1_000, rows)];
    expect(drawn.length).toBeLessThanOrEqual(1_000);
    expect(drawn.length).toBeGreaterThan(880);
    expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
    // Every period up to 50 rows is met about evenly: no remainder has twice its share.
    for (let period = 2; period <= 50; period++) {
      const counts = Array.from({ length: period }, () => 0);
      for (const row of drawn) counts[row % period]!++;
      expect(Math.max(...counts)).toBeLessThan((2.5 * drawn.length) / period + 8);
    }
  }
  expect(hashBelow(1, 2)).toBe(2 ** 31);
  expect(atMost([1, 2, 3, 4], 2)).toHaveLength(2);
});
