import { expect, test } from "vitest";
import { keepableText, requireKeepable } from "./keepable";

test("text that a database keeps passes, whatever it says", () => {
  expect(() => requireKeepable({ name: "größe 🌒", list: [1, null, true, ["\u0001"]] })).not.toThrow();
});

test("a NUL character or half of a surrogate pair is refused by its place, in values and in names", () => {
  expect(() => requireKeepable({ rows: [{ a: "x" }, { a: "x\0" }] })).toThrow(
    "rows.1.a: a NUL character cannot be kept",
  );
  expect(() => requireKeepable({ rows: [{ "a\0": 1 }] })).toThrow("rows.0: a NUL character");
  expect(() => requireKeepable("\ud800")).toThrow("half of a character cannot be kept");
});

test("what a program says of itself is kept with a mark where it cannot be kept as it is", () => {
  expect(keepableText("a\0b\ud800")).toBe("a\uFFFDb\uFFFD");
});
