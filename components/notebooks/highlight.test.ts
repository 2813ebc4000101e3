import { expect, test } from "vitest";
import { tokensOf } from "./highlight";

const kinds = (source: string) =>
  tokensOf(source, "python").flatMap(({ text, kind }) => (kind ? [[kind, text]] : []));

test("Python's comments, texts of several lines and keywords are told apart", () => {
  const source = `def area(r):  # of "a" circle\n    """Says\n    // more"""\n    return 3 // r`;
  expect(kinds(source)).toEqual([
    ["k", "def"],
    ["f", "area"],
    ["c", `# of "a" circle`],
    ["s", `"""Says\n    // more"""`],
    ["k", "return"],
    ["m", "3"],
  ]);
  expect(
    tokensOf(source, "python")
      .map(({ text }) => text)
      .join(""),
  ).toBe(source);
});

test("names of tags, texts and comments of HTML are told apart, also where a comment does not end", () => {
  const source = '<p class="a b">1 < 2</p><!-- <b> -->';
  expect(tokensOf(source, "html").flatMap(({ text, kind }) => (kind ? [[kind, text]] : []))).toEqual([
    ["k", "p"],
    ["s", '"a b"'],
    ["k", "p"],
    ["c", "<!-- <b> -->"],
  ]);
  for (const [mode, open] of [
    ["html", "<!--"],
    ["ts", "/* "],
  ] as const) {
    const long = open.repeat(100_000);
    expect(tokensOf(long, mode)).toEqual([{ text: long, kind: "c" }]);
  }
});
