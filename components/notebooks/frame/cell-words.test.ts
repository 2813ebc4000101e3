import { expect, test } from "vitest";
import { cellWords, Unreadable } from "./cell-words";

test.each([
  [null, "–"],
  [undefined, "–"],
  [NaN, "–"],
  [0.1, "0.1"],
  [-2, "−2"],
  [-Infinity, "−∞"],
  [-12345678901234567890n, "−12345678901234567890"],
  ["", ""],
  [new Date("2026-01-31"), "2026-01-31"],
  [new Date("2026-01-31T08:00:00Z"), "2026-01-31T08:00:00.000Z"],
  [new Date(NaN), "Invalid Date"],
  [{ a: 1 }, '{\n "a": 1\n}'],
  [new Unreadable("no"), "(cannot be read: no)"],
])("%o stands in a table with nothing lost", (value, words) => expect(cellWords(value)).toBe(words));
