import { expect, test } from "vitest";
import { parsePattern } from "../formulas/pattern";
import { bodiesOf, escaped, leftsOf, rightsOf } from "./pattern-parts";

const sources = (parts: readonly { source: string }[]) => parts.map(({ source }) => source);

test("parts of patterns are read by our own engine, whatever letters a value has", () => {
  for (const text of ["a.b*c", "[x](y){z}", "^$|\\", "-]", "é 東", "🚀-🚀", "'\"", "\t\n"]) {
    expect(() => parsePattern(escaped(text)), text).not.toThrow();
    for (const source of [
      ...sources(bodiesOf([text], [...text])),
      ...sources(leftsOf(text)),
      ...sources(rightsOf(text)),
    ])
      expect(() => parsePattern(`(${source})`), source).not.toThrow();
  }
});

test("one example says less of a width than several do, and nothing of a constant", () => {
  const costOf = (texts: string[], source: string) =>
    bodiesOf(texts, []).find((part) => part.source === source)?.cost;
  expect(costOf(["2019"], String.raw`\d{4}`)).toBeGreaterThan(costOf(["2019", "2020"], String.raw`\d{4}`)!);
  expect([costOf(["km"], "km"), costOf(["km", "km"], "km")]).toEqual([undefined, 4]);
});

test("what stands around is said by signs, words, counts and ends", () => {
  expect(sources(leftsOf("a/b/"))).toEqual(expect.arrayContaining(["/", "b/", "^(?:[^/]*/){2}", ".*/"]));
  expect(sources(leftsOf(""))).toEqual(["", "^"]);
  expect(sources(rightsOf(" km"))).toEqual(expect.arrayContaining([" ", " km", String.raw`\s*km`]));
});
