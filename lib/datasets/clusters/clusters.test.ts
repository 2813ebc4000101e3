import { expect, test } from "vitest";
import { clustersOf, type ClusterBy } from "./clusters";

const counted = (of: Record<string, number>) =>
  Object.entries(of).map(([value, count]) => ({ value, count }));
const by = (method: ClusterBy["method"], more: Partial<ClusterBy> = {}): ClusterBy => ({
  method,
  size: 2,
  radius: 1,
  ...more,
});
const most = { comparisons: 1_000_000 };
const valuesOf = (of: Record<string, number>, how: ClusterBy) =>
  clustersOf(counted(of), how, most).clusters.map(({ values }) => values.map(({ value }) => value));

test("values that differ in case, accents, punctuation and order of words are one cluster", () => {
  const { clusters, empty } = clustersOf(
    counted({ "Pérez, Ana": 2, "ana perez": 5, "Ana  Pérez.": 2, Luis: 9, "?": 1, "!": 1 }),
    by("fingerprint"),
    most,
  );
  expect(clusters).toEqual([
    {
      values: [
        { value: "ana perez", count: 5 },
        { value: "Ana  Pérez.", count: 2 },
        { value: "Pérez, Ana", count: 2 },
      ],
      rows: 9,
    },
  ]);
  expect(empty).toBe(2);
});

test("what is split at another place is found by n-grams, what sounds alike by sound", () => {
  expect(valuesOf({ "New York": 3, Newyork: 1, York: 1 }, by("ngram"))).toEqual([["New York", "Newyork"]]);
  expect(valuesOf({ Meyer: 1, Maier: 2, Mayr: 1, Berg: 1 }, by("phonetic"))).toEqual([
    ["Maier", "Mayr", "Meyer"],
  ]);
});

test("a value takes those within its reach, and no chain leads further", () => {
  const words = { Madrid: 9, Madird: 2, Madri: 1, Madr: 5, Toledo: 3, Si: 4, Sí: 2, No: 1 };
  expect(valuesOf(words, by("distance", { radius: 1 }))).toEqual([
    ["Madrid", "Madri"],
    ["Si", "Sí"],
  ]);
  expect(valuesOf(words, by("distance", { radius: 2 }))).toEqual([
    ["Madrid", "Madird", "Madri"],
    ["Si", "Sí"],
  ]);
  expect(clustersOf(counted(words), by("distance", { radius: 2 }), most).empty).toBe(4);
});

test("100,000 values are compared in bounds, and what was not compared is counted", () => {
  const many = Array.from({ length: 100_000 }, (_, i) => ({ value: `station ${i * 7919}`, count: 1 }));
  const bounded = clustersOf(many, by("distance", { radius: 2 }), { comparisons: 50_000 });
  expect(bounded.uncompared).toBeGreaterThan(0);
  expect(bounded.uncompared).toBeLessThan(100_000);
  const keyed = clustersOf([...many, { value: "Station 0", count: 1 }], by("fingerprint"), most);
  expect([keyed.clusters.length, keyed.uncompared]).toEqual([1, 0]);
});
