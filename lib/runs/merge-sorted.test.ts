import { expect, test } from "vitest";
import { mergeSorted, type ReadMore } from "./merge-sorted";

function list(items: number[], size: number): { read: ReadMore<number>; asked: () => number } {
  let asked = 0;
  return {
    read: async (last) => {
      asked += 1;
      const from = last === null ? 0 : items.indexOf(last) + 1;
      return { items: items.slice(from, from + size), done: from + size >= items.length };
    },
    asked: () => asked,
  };
}

test("sorted lists become one, each read only as far as is needed", async () => {
  const [a, b, c] = [list([1, 4, 9, 16, 25], 2), list([2, 3, 5, 7, 11], 2), list([100, 200, 300], 2)];
  const merged = await mergeSorted([a.read, b.read, c.read], (x, y) => x - y, 7);
  expect(merged).toEqual([1, 2, 3, 4, 5, 7, 9]);
  expect(c.asked()).toBe(1);
  expect(await mergeSorted([list([], 2).read, list([1], 2).read], (x, y) => x - y, 5)).toEqual([1]);
});
