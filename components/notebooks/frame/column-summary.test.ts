import { expect, test } from "vitest";
import { barsOfColumn, summarize, type ColumnSummary } from "./column-summary";

function summaryOf(values: readonly unknown[]): ColumnSummary {
  const told: ColumnSummary[] = [];
  for (const turn of summarize(
    values.length,
    (row) => values[row],
    (summary) => told.push(summary),
  ))
    expect(turn).toBeUndefined();
  expect(told).toHaveLength(1);
  return told[0]!;
}

test("numbers are counted into bars over all rows, apart from missing and infinite ones", () => {
  const values = [0, 1, 2, 24, 23.99, null, NaN, undefined, Infinity, -Infinity, 12n];
  const bars = Array.from({ length: barsOfColumn }, () => 0);
  Object.assign(bars, { 0: 1, 1: 1, 2: 1, 12: 1, 23: 2 });
  const numbers = { kind: "numbers", least: 0, greatest: 24, bars, infinite: 2 };
  expect(summaryOf(values)).toEqual({ rows: 11, missing: 3, ...numbers });
});

test("the largest numbers, one value alone and dates have bars too", () => {
  const widest = summaryOf([-Number.MAX_VALUE, 0, Number.MAX_VALUE]);
  expect("bars" in widest && [widest.bars[0], widest.bars[12], widest.bars[23]]).toEqual([1, 1, 1]);
  const alone = summaryOf([7, 7]);
  expect("bars" in alone && alone.bars[0]).toBe(2);
  const days = summaryOf([new Date("2026-01-01"), null, new Date("2026-01-25")]);
  expect(days).toMatchObject({ kind: "dates", missing: 1, least: new Date("2026-01-01") });
  const large = summaryOf([12345678901234567890n, 5, 12345678901234567891n]);
  expect(large).toMatchObject({ least: 5, greatest: 12345678901234567891n });
});

test("of texts the most frequent are told, of too many and of objects that there are such", () => {
  expect(summaryOf(["a", "b", "a", true, null])).toEqual({
    ...{ rows: 5, missing: 1, kind: "texts", distinct: 3 },
    top: [
      { text: "a", count: 2 },
      { text: "b", count: 1 },
      { text: "true", count: 1 },
    ],
  });
  const many = Array.from({ length: 10_001 }, (_, i) => `id ${i}`);
  expect(summaryOf(many)).toMatchObject({ kind: "many", note: "More than 10,000 values" });
  expect(summaryOf([{ a: 1 }, 2])).toMatchObject({ kind: "many", note: "Objects" });
  expect(summaryOf([1, "x", new Date(0), "1"])).toMatchObject({ kind: "texts", distinct: 3 });
});

test("a column without values, and one without rows, say so", () => {
  expect(summaryOf([null, NaN])).toEqual({ rows: 2, missing: 2, kind: "nothing" });
  expect(summaryOf([])).toEqual({ rows: 0, missing: 0, kind: "nothing" });
});

test("others have a turn every few thousand rows", () => {
  let turns = 0;
  const steps = summarize(
    100_000,
    (row) => row,
    () => undefined,
  );
  while (!steps.next().done) turns += 1;
  expect(turns).toBeGreaterThan(80);
});
