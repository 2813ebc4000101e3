import { expect, test } from "vitest";
import { barsOf } from "./histogram-plot";

const plain = { from: 0, to: 10, log: false, left: 0, counts: [3, 0], byClass: null };

test("bars stand where their values are, and empty bins have none", () => {
  expect(barsOf(plain)).toEqual([{ from: 0, to: 5, name: "all", count: 3 }]);
  const byClass = [
    { name: "a", counts: [1, 0] },
    { name: "b", counts: [2, 0] },
  ];
  expect(barsOf({ ...plain, byClass }).map(({ name, count }) => [name, count])).toEqual([
    ["a", 1],
    ["b", 2],
  ]);
});

test("on a logarithmic axis bins have equal ratios", () => {
  const [first, second] = barsOf({ ...plain, from: 1, to: 100, log: true, counts: [1, 1] });
  expect(first!.to).toBeCloseTo(10, 12);
  expect(second!.to).toBeCloseTo(100, 12);
});

test("a column of one value has a bar that can be seen", () => {
  expect(barsOf({ ...plain, from: 4, to: 4, counts: [7] })).toEqual([
    { from: 3.5, to: 4.5, name: "all", count: 7 },
  ]);
});
