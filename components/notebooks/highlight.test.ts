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
