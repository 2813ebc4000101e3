import { expect, test } from "vitest";
import { distanceWithin, nearIndex } from "./distance";

const points = (text: string) => [...text];
const distance = (a: string, b: string, most = 20) => distanceWithin(points(a), points(b), most);

test("the distance counts letters put in, taken out and replaced, by code points", () => {
  expect(distance("kitten", "sitting")).toBe(3);
  expect(distance("saturday", "sunday")).toBe(3);
  expect(distance("", "abc")).toBe(3);
  expect(distance("🚀é", "🛰é")).toBe(1);
  expect(distance("kitten", "sitting", 2)).toBe(3);
  expect(distance("abcdef", "uvwxyz", 2)).toBe(3);
});

/** A source of numbers from 0 to 1 that is the same every time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** The plain algorithm, to compare with. */
function plainDistance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++)
    before = before.reduce<number[]>(
      (now, _, j) => [
        ...now,
        j === 0
          ? i
          : Math.min(before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), before[j]! + 1, now[j - 1]! + 1),
      ],
      [],
    );
  return before.at(-1)!;
}

test("the bounded distance is the plain one wherever it is within its bound", () => {
  const draw = chance(7);
  const word = () =>
    Array.from({ length: 3 + Math.floor(draw() * 8) }, () => "abc"[Math.floor(draw() * 3)]).join("");
  for (let i = 0; i < 2_000; i++) {
    const [a, b] = [word(), word()];
    for (const most of [1, 2, 3]) expect(distance(a, b, most)).toBe(Math.min(plainDistance(a, b), most + 1));
  }
});

test("the index misses no text within its reach", () => {
  const draw = chance(11);
  const word = () =>
    Array.from({ length: 5 + Math.floor(draw() * 6) }, () => "abcd"[Math.floor(draw() * 4)]).join("");
  const words = [...new Set(Array.from({ length: 400 }, word))];
  for (const most of [1, 2]) {
    const near = nearIndex(words.map(points), most);
    for (const [at, one] of words.entries()) {
      const found = near(points(one));
      expect(found.has(at)).toBe(true);
      for (const [other, text] of words.entries())
        if (plainDistance(one, text) <= most) expect(found.has(other), `${one} ${text}`).toBe(true);
    }
  }
});
