import { describe, expect, test } from "vitest";
import { distinctNames, requireText, requireUtf8 } from "./dialect";

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ["gzip", Uint8Array.of(0x1f, 0x8b, 8), "Unpack it"],
  ["a spreadsheet", bytes("PK\u0003\u0004"), "Save the sheet as CSV"],
  ["a NUL byte", bytes("a,b\0\n"), "NUL byte"],
])("a file of %s is refused with what to do", (_, start, sentence) => {
  expect(() => requireText(start)).toThrow(sentence);
});

test("bytes that are no UTF-8 are refused with their line, but for a letter that is cut at the end", () => {
  const cut = bytes("a,b\né");
  expect(() => requireUtf8(cut.slice(0, -1))).not.toThrow();
  expect(() => requireUtf8(Uint8Array.of(0x61, 0x0a, 0xe9, 0x2c), 3)).toThrow("Line 4 is not UTF-8");
});

describe("names of columns", () => {
  test("are trimmed, and those that are empty are named by their place", () => {
    expect(distinctNames([" a ", "", "  "])).toEqual(["a", "column 2", "column 3"]);
  });

  test("that come again, also in other capitals, are numbered past those that are taken", () => {
    expect(distinctNames(["x", "X", "x", "x (2)"])).toEqual(["x", "X (2)", "x (3)", "x (2) (2)"]);
  });
});
