import { expect, test } from "vitest";
import { choiceWords, majorityOf, outcomeOf } from "./task";

test("a row has a class where all labels that were asked for agree, or where it was settled", () => {
  const of = (counts: number[], settled: number | null = null) => outcomeOf({ counts, settled }, 2);
  expect(of([0, 2])).toEqual({ outcome: "labelled", class: 1 });
  expect(of([0, 1])).toEqual({ outcome: "incomplete", class: null });
  expect(of([1, 1])).toEqual({ outcome: "disagreed", class: null });
  expect(of([1, 1], 0)).toEqual({ outcome: "settled", class: 0 });
  expect(of([0, 0])).toEqual({ outcome: "unlabelled", class: null });
});

test("a majority is more than half of the labels; ties are said", () => {
  expect(majorityOf([2, 1, 0])).toBe(0);
  expect(majorityOf([1, 1])).toBe("tie");
  expect(majorityOf([2, 1, 1])).toBe("none");
  expect(majorityOf([2, 2, 1])).toBe("tie");
  expect(majorityOf([0, 0])).toBe("none");
});

test("how rows were chosen reads as a sentence, with what was left out", () => {
  expect(choiceWords({ kind: "filter" })).toBe("all rows");
  expect(choiceWords({ kind: "random", count: 5, seed: 7, filter: "x > 1" })).toBe(
    "rows by chance where x > 1, seed 7",
  );
  const model = { name: "NEOs", version: 2 };
  expect(choiceWords({ kind: "uncertain", count: 5, model, leftOut: 3 })).toBe(
    "rows that NEOs v2 is least sure of; 3 that it cannot answer are left out",
  );
});
