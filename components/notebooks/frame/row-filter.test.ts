import { expect, test } from "vitest";
import { rowFilter } from "./row-filter";

const date = (text: string) => new Date(text);
const numbers = [1, 5, 5n, 5.5, -0, null, NaN, Infinity, 9007199254740993n, "5"];
const days = ["2025-12-31T23:59:59.999Z", "2026-01-01", "2026-01-31T23:59:00Z", "2026-02-01"].map(date);
const texts = ["", "Apollo", "apollo 13", "missing", null, "> 5", "1..5", undefined];

test.each<[string, readonly unknown[], unknown[]]>([
  ["> 5", numbers, [5.5, Infinity, 9007199254740993n]],
  [">=5", numbers, [5, 5n, 5.5, Infinity, 9007199254740993n, "5"]],
  ["< 5", numbers, [1, -0]],
  ["1..5", numbers, [1, 5, 5n]],
  ["5", numbers, [5, 5n, "5"]],
  ["!= 5", numbers, [1, 5.5, -0, Infinity, 9007199254740993n]],
  ["= 9,007,199,254,740,993", numbers, [9007199254740993n]],
  ["= 9007199254740992", numbers, []],
  ["∞", numbers, [Infinity]],
  ["−1..0", numbers, [-0]],
  ["is missing", numbers, [null, NaN]],
  ["2026-01", days, [days[1], days[2]]],
  ["> 2026-01-01", days, [days[2], days[3]]],
  [">= 2026-01-01", days, days.slice(1)],
  ["<= 2026-01-31", days, days.slice(0, 3)],
  ["< 2026", days, [days[0]]],
  ["2025-12-31..2026-01-01", days, [days[0], days[1]]],
  ["= 2026-01-31T23:59", days, [days[2]]],
  ["!= 2026-01-31", days, [days[0], days[1], days[3]]],
  ["APOLLO", texts, ["Apollo", "apollo 13"]],
  ["= Apollo", texts, ["Apollo"]],
  ["> apollo", texts, ["apollo 13", "missing"]],
  ["missing", texts, ["missing"]],
  ["not missing", texts, ["", "Apollo", "apollo 13", "missing", "> 5", "1..5"]],
  ['"> 5"', texts, ["> 5"]],
  ["1..5", texts, ["1..5"]],
  ["true", [true, false, null], [true]],
])("%s lets through just what it says", (written, values, passed) => {
  expect(values.filter(rowFilter(written)!)).toEqual(passed);
});

test("nothing written filters nothing", () => expect(rowFilter("  ")).toBeNull());
