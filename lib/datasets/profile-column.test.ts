import { describe, expect, test } from "vitest";
import { textColumn, type Column } from "@/lib/frame/frame";
import { sortRoom } from "@/lib/stats/sort";
import { columnProfile, type Room } from "./profile-column";
import { targetOf } from "./target";

const roomFor = (rows: number, target: Room["target"] = null): Room => ({
  sort: sortRoom(rows),
  numeric: new Map(),
  ranks: new Map(),
  codes: new Map(),
  keep: null,
  target,
  against: null,
  detail: null,
});
const numbers = (values: number[], type: "number" | "boolean" | "date" = "number"): Column => ({
  name: "x",
  type,
  values: Float64Array.from(values),
});
const booleans = (name: string, values: number[]): Column => ({
  name,
  type: "boolean",
  values: Float64Array.from(values),
});

describe("the profile of numbers", () => {
  test("counts every value in exactly one bar, from the least to the greatest", () => {
    const { histogram, missing, distinct } = columnProfile(numbers([0, 1, 2, NaN, 24]), roomFor(5));
    expect([missing, distinct]).toEqual([1, 4]);
    expect([histogram!.min, histogram!.counts.length]).toEqual([0, 24]);
    expect(histogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(4);
  });

  test("ends its histogram at the 99th percentile where a long tail would leave it empty", () => {
    const values = [...Array.from({ length: 999 }, (_, i) => i), 1e9];
    const { histogram } = columnProfile(numbers(values), roomFor(1_000));
    expect(histogram!.max).toBeLessThan(1_000);
    expect(histogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(1_000);
  });

  test("has no histogram where every cell is missing", () => {
    const { histogram, missing, distinct } = columnProfile(numbers([NaN, NaN]), roomFor(2));
    expect([histogram, missing, distinct]).toEqual([null, 2, 0]);
  });

  test("keeps ranks for the correlations only where no cell is missing and values differ", () => {
    const kept = (values: number[]) => {
      const room = roomFor(values.length);
      columnProfile(numbers(values), room);
      return room.ranks.get("x") && [...room.ranks.get("x")!];
    };
    expect(kept([30, 10, 20, 10])).toEqual([4, 1.5, 3, 1.5]);
    expect(kept([1, NaN, 2])).toBeUndefined();
    expect(kept([1, 1, 1])).toBeUndefined();
  });

  test("measures its association with the target on the rows that have both", () => {
    const truth = booleans("hit", [0, 0, 1, 1]);
    const target = targetOf({ rows: 4, columns: [truth] }, null);
    const { association } = columnProfile(numbers([1, 2, 3, 4]), roomFor(4, target));
    expect(association).toEqual({ value: expect.closeTo(2 / Math.sqrt(5), 12), method: "point-biserial" });
    expect(columnProfile(numbers([7, 7, 7, 7]), roomFor(4, target)).association).toBeNull();
    expect(columnProfile(truth, roomFor(4, target)).association!.value).toBe(1);
  });
});

test("truth values are counted with true first, however few there are", () => {
  const { top } = columnProfile(booleans("b", [0, 0, NaN, 1]), roomFor(4));
  expect(top).toEqual([
    { value: "true", count: 1, inClass: null },
    { value: "false", count: 2, inClass: null },
  ]);
});

describe("the profile of text", () => {
  const cells = ["b", "a", "b", null, "a", "c"];
  const column = textColumn("t", cells, cells.length);

  test("names the most frequent values first, equal ones in alphabetical order, missing ones apart", () => {
    const { top, missing, distinct } = columnProfile(column, roomFor(6));
    expect(top!.map(({ value, count }) => [value, count])).toEqual([
      ["a", 2],
      ["b", 2],
      ["c", 1],
    ]);
    expect([missing, distinct]).toEqual([1, 3]);
  });

  test("counts the target's class by value", () => {
    const target = targetOf({ rows: 6, columns: [booleans("hit", [1, 0, 1, 0, 0, 0])] }, null);
    const { top } = columnProfile(column, roomFor(6, target));
    expect(top!.map(({ value, inClass }) => [value, inClass])).toEqual([
      ["a", 0],
      ["b", 2],
      ["c", 0],
    ]);
  });

  test("is a category for the correlations up to fifty values, beyond that it names things", () => {
    const categories = (count: number) => {
      const room = roomFor(count);
      columnProfile(
        textColumn(
          "t",
          Array.from({ length: count }, (_, i) => `v${i}`),
          count,
        ),
        room,
      );
      return room.codes.has("t");
    };
    expect([categories(1), categories(2), categories(50), categories(51)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
