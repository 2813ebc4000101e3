import { describe, expect, test } from "vitest";
import { limits } from "@/lib/limits";
import { dialectOf, distinctNames } from "./dialect";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("a file's header", () => {
  test.each([
    ["commas", "a,b,c\n1,2,3", ",", ["a", "b", "c"]],
    ["semicolons though commas are decimal", "a;b\n1,5;2,5", ";", ["a", "b"]],
    ["tabs", "a\tb\n", "\t", ["a", "b"]],
    ["bars", "a|b|c\n", "|", ["a", "b", "c"]],
    ["one column, by commas", "alone\n1\n", ",", ["alone"]],
    ["Windows line ends", "a,b\r\n1,2\r\n", ",", ["a", "b"]],
    ["no line end at all", "a,b", ",", ["a", "b"]],
  ])("is read with %s", (_, text, delimiter, header) => {
    expect(dialectOf(bytes(text))).toEqual({ delimiter, header });
  });

  test("may hold delimiters, quotes and line ends inside quotes", () => {
    expect(dialectOf(bytes('"a, b","say ""x""","two\nlines"\n')).header).toEqual([
      "a, b",
      'say "x"',
      "two\nlines",
    ]);
  });

  test("is not begun by a byte order mark", () => {
    expect(dialectOf(bytes("\uFEFFa,b\n")).header).toEqual(["a", "b"]);
  });

  test("may be cut inside a letter of several bytes, as first bytes of a file are", () => {
    expect(dialectOf(bytes("a,b\né").slice(0, -1)).header).toEqual(["a", "b"]);
  });
});

test.each([
  ["nothing", new Uint8Array(), "The file is empty."],
  ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x61, 0), "The file is UTF-16"],
  ["UTF-16 the other way round", Uint8Array.of(0xfe, 0xff, 0, 0x61), "The file is UTF-16"],
  ["gzip", Uint8Array.of(0x1f, 0x8b, 8), "Unpack it"],
  ["a spreadsheet", bytes("PK\u0003\u0004"), "Save the sheet as CSV"],
  ["a NUL byte", bytes("a,b\0\n"), "NUL byte"],
  ["Latin-1", Uint8Array.of(0x61, 0xe9, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0x32), "Line 1 is not UTF-8"],
  ["a quoted name without an end", bytes('"a,b\n1,2\n'), "Line 1: a quoted name does not end."],
  ["more columns than can be kept", bytes(",".repeat(limits.datasetColumns)), "columns; at most"],
])("a file of %s is refused with what to do", (_, start, sentence) => {
  expect(() => dialectOf(start)).toThrow(sentence);
});

describe("names of columns", () => {
  test("are trimmed, and those that are empty are named by their place", () => {
    expect(distinctNames([" a ", "", "  "])).toEqual(["a", "column 2", "column 3"]);
  });

  test("that come again, also in other capitals, are numbered past those that are taken", () => {
    expect(distinctNames(["x", "X", "x", "x (2)"])).toEqual(["x", "X (2)", "x (3)", "x (2) (2)"]);
  });
});
