import { expect, test } from "vitest";
import { rankColumns, scoreOf, sentenceOfRanked, type Association, type Tried } from "./univariate-score";

const anova = (name: string, between: number | null, within = 10, n = 20): Tried => ({
  name,
  learned: { test: "anova", n, groups: 2, between, within },
});
const kept = (ranked: ReturnType<typeof rankColumns>) =>
  ranked.filter(({ isKept }) => isKept).map(({ name }) => name);

test("the best are kept by p, and a tie at the end goes to the one that stands first, which is said", () => {
  const ranked = rankColumns([anova("a", 1), anova("b", 5), anova("c", 5), anova("d", 9)], {
    keep: "best",
    count: 2,
  });
  expect(ranked.map(({ name }) => name)).toEqual(["d", "b", "c", "a"]);
  expect(kept(ranked)).toEqual(["d", "b"]);
  expect(sentenceOfRanked(ranked[2]!)).toContain("dropped; it ties with b, which stands before it");
});

test("p is held against its bound alone, shared by all, or by Benjamini and Hochberg", () => {
  // p is 0.0095, 0.0281, 0.0446 and 0.73.
  const tried = [anova("a", 4.6), anova("b", 3.2), anova("c", 2.6), anova("d", 0.07)];
  const by = (correction: "none" | "bonferroni" | "fdr") =>
    kept(rankColumns(tried, { keep: "significant", p: 0.05, correction }));
  expect([by("none"), by("bonferroni"), by("fdr")]).toEqual([["a", "b", "c"], ["a"], ["a"]]);
  const loose = rankColumns(tried, { keep: "significant", p: 0.06, correction: "fdr" });
  expect(kept(loose)).toEqual(["a", "b", "c"]);
});

test("what cannot be tested is dropped with the reason in words", () => {
  const why = (learned: Association) => scoreOf(learned);
  expect(why({ test: "anova", n: 0, groups: 0, between: null, within: null })).toEqual({
    why: "no row has it and the target",
  });
  expect(why({ test: "anova", n: 9, groups: 1, between: 0, within: 3 })).toEqual({
    why: "its rows are of one class",
  });
  expect(why({ test: "regression", n: 9, explained: null, rest: null })).toEqual({
    why: "it or the target is constant, or too large",
  });
  expect(why({ test: "regression", n: 2, explained: 1, rest: 0 })).toEqual({ why: "2 rows are too few" });
  const [last] = rankColumns([anova("x", null)], { keep: "best", count: 3 });
  expect(sentenceOfRanked(last!)).toBe("x: not tested, it or the target is constant, or too large; dropped");
});

test("columns that tell classes wholly apart come first, though their p is nothing", () => {
  const ranked = rankColumns([anova("weak", 1), anova("whole", 4, 0)], { keep: "best", count: 1 });
  expect(kept(ranked)).toEqual(["whole"]);
  expect(sentenceOfRanked(ranked[0]!)).toBe("1. whole: F = ∞, p = 0 over 20 rows; kept");
});

test("a table of counts says where it expects too few rows", () => {
  const learned = { test: "chi-squared", n: 12, rows: 2, groups: 2, statistic: 3, small: 2 } as const;
  const [one] = rankColumns([{ name: "t", learned }], { keep: "best", count: 1 });
  expect(sentenceOfRanked(one!)).toBe(
    "1. t: χ² = 3, p = 0.0833 over 12 rows, " +
      "2 cells of the table expect fewer than 5 rows, so p is rough; kept",
  );
});
