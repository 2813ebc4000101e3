import { describe, expect, test } from "vitest";
import { isNullable, parsePattern } from "./pattern";
import { compilePattern, matchPattern } from "./pattern-match";
import { patternSource } from "./pattern-source";

const letters = (text: string) => Array.from(text, (letter) => letter.codePointAt(0)!);
const match = (source: string, text: string) => {
  const { pattern, captures } = parsePattern(source);
  const found = matchPattern(compilePattern(pattern, captures), letters(text));
  return found && Array.from(found);
};

describe("a pattern", () => {
  test.each([
    ["a+?b", "xaab", [1, 4]],
    ["a|ab", "ab", [0, 1]],
    ["(a)|(b)", "b", [0, 1, -1, -1, 0, 1]],
    ["(?:(a)|b)+", "ab", [0, 2, 0, 1]],
    ["^$", "", [0, 0]],
    ["x{2,3}", "xxxx", [0, 3]],
    ["x{2,3}?", "xxxx", [0, 2]],
    [".", "😀", [0, 1]],
    ["[^a-c]", "abcd", [3, 4]],
    [String.raw`\bcat\b`, "a cat.", [2, 5]],
    [String.raw`[\d\]-]+`, "a1-]", [1, 4]],
    ["nothing", "some", null],
  ])("matches as Perl and RE2 do: %s in %s", (source, text, expected) => {
    expect(match(source, text)).toEqual(expected);
  });

  test("takes time that grows with the text alone", () => {
    expect(match("(a+)+$", `${"a".repeat(3_000)}b`)).toBeNull();
  });

  test.each([
    ["a(?=b)", 1, "patterns do not look ahead or behind"],
    ["(?i)a", 0, "patterns have no flags; lower(…) the text instead"],
    ["(?P<n>a)", 0, "groups have no names, but numbers"],
    [String.raw`(a)\1`, 3, "a pattern cannot refer to what a group matched"],
    [String.raw`\pL`, 0, String.raw`\p means something else in each engine`],
    ["(a*)*", 4, "what is repeated must match at least one character"],
    ["a**", 2, "a repetition is not repeated again; put it into (?:…)"],
    ["a{2000}", 1, "at most 1000 repetitions can be counted"],
    ["(?:a{999}){999}", 0, "the pattern is too large"],
    ["[[:alpha:]]", 1, String.raw`sets have no names; write [A-Za-z] or \d`],
    ["[z-a]", 1, "this range ends before it begins"],
    ["(a", 0, "this ( is not closed"],
    ["a)", 1, "there is no ( for this )"],
    ["[a", 0, "this [ is not closed"],
    ["+a", 0, "there is nothing that + could repeat"],
  ])("that engines read differently is refused at its place: %s", (source, at, message) => {
    expect(() => parsePattern(source)).toThrow(expect.objectContaining({ at, message }) as Error);
  });

  test("is written in the syntax of each engine", () => {
    const { pattern } = parsePattern(String.raw`^(a|\s+?)[^é\n-]{2,}$`);
    expect(patternSource(pattern, "re2")).toBe(
      String.raw`\A(a|[\x{9}-\x{A}\x{C}-\x{D} ]+?)[^é\x{A}\-]{2,}\z`,
    );
    expect(patternSource(pattern, "python")).toBe(
      String.raw`\A(a|[\u0009-\u000A\u000C-\u000D ]+?)[^é\u000A\-]{2,}\Z`,
    );
  });

  test("says whether it can match nothing", () => {
    expect(["a*", "a|", "^", "(a?)(b?)"].map((source) => isNullable(parsePattern(source).pattern))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(isNullable(parsePattern("a*b").pattern)).toBe(false);
  });
});
