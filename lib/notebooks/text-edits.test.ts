import * as fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdits, cleanText, editsBetween, rebaseEdits } from "./text-edits";

const text = fc
  .array(fc.constantFrom("a", "b", "\n", "x", "🌒", "🌑", "long line\n"), { maxLength: 24 })
  .map((parts) => parts.join(""));

test("edits between two texts lead from the one to the other and cut no character in two", () => {
  fc.assert(
    fc.property(text, text, (from, to) => {
      const edits = editsBetween(from, to);
      expect(applyEdits(from, edits)).toBe(to);
      for (const edit of edits) {
        expect(edit.text.isWellFormed()).toBe(true);
        expect(from.slice(edit.at, edit.at + edit.remove).isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("lines that stay are not touched, so that who types in them keeps their place", () => {
  const from = "one\ntwo\nthree\nfour\n";
  expect(editsBetween(from, "zero\none\ntwo\nthree!\nfour\n")).toEqual([
    { at: 0, remove: 0, text: "zero\n" },
    { at: 13, remove: 0, text: "!" },
  ]);
});

test("edits made on an older text keep what others wrote and do not bring back what they took away", () => {
  const mine = editsBetween("let a = 1\nlet b = 2\n", "let a = 10\nlet b = 2\n");
  const theirs = "// head\nlet a = 1\nlet b = 22\n";
  expect(applyEdits(theirs, rebaseEdits(mine, "let a = 1\nlet b = 2\n", theirs))).toBe(
    "// head\nlet a = 10\nlet b = 22\n",
  );
  const gone = editsBetween("keep drop keep", "keep keep");
  expect(applyEdits("keep keep!", rebaseEdits(gone, "keep drop keep", "keep keep!"))).toBe("keep keep!");
});

test("edits of two people in any texts meet: all that either put in is there", () => {
  const counted = (whole: string, sign: string) => whole.split(sign).length - 1;
  fc.assert(
    fc.property(text, text, text, (base, mine, theirs) => {
      const [marked, current] = [mine.replaceAll("x", "M"), theirs.replaceAll("x", "T")];
      const result = applyEdits(current, rebaseEdits(editsBetween(base, marked), base, current));
      expect(counted(result, "M")).toBe(counted(marked, "M"));
      expect(counted(result, "T")).toBe(counted(current, "T"));
    }),
    { numRuns: 2_000 },
  );
  expect(applyEdits("ab", rebaseEdits([{ at: 1, remove: 0, text: "x" }], "ab", "ab"))).toBe("axb");
});

test("line ends are LF and halves of characters are marked, whatever comes in", () => {
  expect(cleanText("a\r\nb\rc\n\ud83c")).toBe("a\nb\nc\n\ufffd");
});
