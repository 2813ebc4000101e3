import { expect, test } from "vitest";
import type { Column } from "@/lib/frame/frame";
import { sortRoom } from "@/lib/stats/sort";
import { correlationsOf, kendallRows, toMatrix } from "./correlations";
import { columnProfile, type Room } from "./profile-column";

function correlated(columns: Record<string, number[]>, identifiers: string[] = []) {
  const rows = Object.values(columns)[0]!.length;
  const room: Room = {
    sort: sortRoom(rows),
    numeric: new Map(),
    ranks: new Map(),
    codes: new Map(),
    keep: null,
    target: null,
    against: null,
    detail: null,
  };
  const profiles = Object.entries(columns).map(([name, values]) =>
    columnProfile({ name, type: "number", values: Float64Array.from(values) } as Column, room),
  );
  return correlationsOf(profiles, room, new Set(identifiers));
}
const x = [1, 2, 3, 4, 5, 7];
const noise = [3, 1, 4, 1, 5, 9];

test("a column in other units is a copy of the first, also where it is turned round", () => {
  const { unitCopies, monotoneCopies } = correlated({
    kilometres: x,
    metres: x.map((value) => value * 1_000),
    below: x.map((value) => 10 - value),
    noise,
  });
  expect(unitCopies).toEqual([["kilometres", "metres", "below"]]);
  expect(monotoneCopies).toEqual([]);
});

test("a column that only follows another's order is no copy in units, but one in order", () => {
  const { unitCopies, monotoneCopies } = correlated({ x, cubed: x.map((value) => value ** 3), noise });
  expect(unitCopies).toEqual([]);
  expect(monotoneCopies).toEqual([["x", "cubed"]]);
});

test("identifiers are copies of nothing", () => {
  const { unitCopies } = correlated({ x, id: x.map((value) => value + 100) }, ["id"]);
  expect(unitCopies).toEqual([]);
});

test("a matrix has one on its diagonal and the same value on both sides of it", () => {
  const { correlations } = correlated({ x, noise, other: [9, 2, 6, 5, 3, 5] });
  for (const { columns, values } of [correlations.pearson!, correlations.spearman!])
    columns.forEach((_, i) => {
      expect(values[i]![i]).toBeCloseTo(1, 12);
      columns.forEach((__, j) => expect(values[i]![j]).toBe(values[j]![i]));
    });
});

test("a pair with missing cells is measured on the rows that have both", () => {
  const { correlations } = correlated({ x, holed: [2, 4, NaN, 8, 10, 14], noise });
  const { columns, values } = correlations.pearson!;
  expect(values[columns.indexOf("x")]![columns.indexOf("holed")]).toBeCloseTo(1, 12);
});

test("a constant goes together with nothing, and one column alone makes no matrix", () => {
  const { correlations } = correlated({ x, constant: [1, 1, 1, 1, 1, 1] });
  expect(correlations).toEqual({ pearson: null, spearman: null, cramersV: null });
});

test("Kendall's tau of many columns is taken over fewer rows, of few over all that a test would have", () => {
  expect(kendallRows(26)).toBe(24_615);
  expect(kendallRows(40)).toBe(10_256);
  expect(kendallRows(200)).toBe(1_000);
  expect(kendallRows(1)).toBe(8_000_000);
  expect(toMatrix(["a", "b"], Float64Array.of(1, NaN, NaN, 1)).values).toEqual([
    [1, null],
    [null, 1],
  ]);
});
