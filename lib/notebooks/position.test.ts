import * as fc from "fast-check";
import { expect, test } from "vitest";
import { firstPositions, isPosition, positionBetween } from "./position";

const half = () => 0.5;

test("between any two positions there is another, whatever chance gives", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 0.999999, noNaN: true })), { maxLength: 80 }),
      (steps) => {
        const list: string[] = [];
        for (const [where, chance] of steps) {
          const at = where % (list.length + 1);
          const made = positionBetween(list[at - 1] ?? null, list[at] ?? null, () => chance);
          expect(isPosition(made)).toBe(true);
          if (at > 0) expect(made > list[at - 1]!).toBe(true);
          if (at < list.length) expect(made < list[at]!).toBe(true);
          list.splice(at, 0, made);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("positions stay short where a notebook grows at its end or at its beginning", () => {
  let [last, first] = firstPositions(1, half).concat(firstPositions(1, half)) as [string, string];
  for (let i = 0; i < 5_000; i++) {
    last = positionBetween(last, null, Math.random);
    first = positionBetween(null, first, Math.random);
  }
  expect(Math.max(last.length, first.length)).toBeLessThan(12);
  expect(first < last).toBe(true);
});

test("two who put something into one gap get positions of their own", () => {
  const [a, b] = firstPositions(2, Math.random) as [string, string];
  const made = new Set(Array.from({ length: 1_000 }, () => positionBetween(a, b, Math.random)));
  expect(made.size).toBeGreaterThan(990);
});

test("equal positions leave no room, which is said", () => {
  expect(() => positionBetween("V01aaaab", "V01aaaab", half)).toThrow(RangeError);
});
