import { expect, test } from "vitest";
import { blankColumns, crossedAt, fixedCells, proposedBoundaries, textLines } from "./fixed-width";

function guess(...lines: string[]) {
  const look = blankColumns();
  for (const line of lines) look.push(line);
  return look.guess();
}

test("cells are cut by characters, not by bytes or halves of characters", () => {
  expect(fixedCells("ñandú 7 😀😀x1", [6, 8])).toEqual(["ñandú", "7", "😀😀x1"]);
  expect(fixedCells("ñandú 7 😀😀x1", [6, 8, 10])[3]).toBe("x1");
  expect(fixedCells("😀😀  12", [4])).toEqual(["😀😀", "12"]);
  expect(fixedCells("  a  b c ", [3])).toEqual(["a", "b c"]);
});

test("a line that ends early has the cells that begin in it", () => {
  expect(fixedCells("ab", [2, 4])).toEqual(["ab"]);
  expect(fixedCells("ab c", [2, 4])).toEqual(["ab", "c"]);
  expect(fixedCells("", [2])).toEqual([""]);
});

test("a value that goes across the place where a column begins is seen", () => {
  expect(crossedAt("ab cd", [3])).toBeNull();
  expect(crossedAt("abcd", [2])).toBe(2);
  expect(crossedAt("ab", [2])).toBeNull();
  expect(crossedAt("😀😀", [1])).toBe(1);
});

test("columns that are blank in all lines tell fixed width, where they are filled up and named", () => {
  const merged = ["id  name    mag", " 1  Eros   10.4", "12  Apophis 9.7"];
  expect(guess(...merged)).toEqual({ boundaries: [4], sure: false });
  expect(guess("id  name    mag", " 1  Eros    10.4", "12  Apophis  9.7")).toEqual({
    boundaries: [4, 12],
    sure: true,
  });
  expect(guess("a b", "c d", "e f")).toEqual({ boundaries: [2], sure: false });
  expect(guess("id  name", " 1  Eros", "12")).toEqual({ boundaries: [4], sure: false });
});

test.each([
  ["one column", ["name", "Eros", "Apophis"]],
  ["two lines", ["id  x", " 1  2"]],
  ["tabs", ["id  x", " 1\t 2", " 3  4"]],
  ["words in a single line", ["# some comment", "a,b", "1,2"]],
  ["a column without a name", ["id     ", " 1  abc", "12  def"]],
  ["nothing in common", ["a bcd", "ab cd", "abc d"]],
])("%s are no columns of fixed width", (_, lines) => {
  expect(guess(...lines)).toBeNull();
});

test("a proposal goes by the words of the first line where nothing is blank throughout", () => {
  expect(proposedBoundaries(["id  x", " 1  2", "12  3"])).toEqual([4]);
  expect(proposedBoundaries(["id name", "12Apophis"])).toEqual([3]);
  expect(proposedBoundaries(["abc"])).toEqual([1]);
  expect(proposedBoundaries([])).toEqual([1]);
});

test("lines are told apart wherever a text is cut into pieces", () => {
  const text = "skip\r\n a\r\n#b\rc\n\n d";
  for (let size = 1; size <= text.length; size++) {
    const lines: string[] = [];
    const reader = textLines({ comment: "#", skipLines: 1 }, (line) => lines.push(line));
    for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
    reader.end();
    expect(lines, String(size)).toEqual([" a", "c", "", " d"]);
  }
});
