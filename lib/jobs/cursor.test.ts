import { expect, test } from "vitest";
import { cursorOf, cursorText } from "./cursor";

test("the end of a page comes back from its text, and other texts are refused", () => {
  const place = { createdAt: new Date("2026-03-01T10:00:00.123Z"), id: "a_b-c" };
  expect(cursorOf(cursorText(place))).toEqual(place);
  for (const text of ["", "x", "12", "_a", "1e3_a", "-1_a"])
    expect(() => cursorOf(text)).toThrow("does not exist");
});
