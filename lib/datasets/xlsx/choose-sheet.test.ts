import { expect, test } from "vitest";
import { chooseSheet } from "./choose-sheet";

const sheet = (name: string, hidden = false) => ({ name, file: `${name}.xml`, hidden });
const [a, b] = [sheet("a"), sheet("b", true)];

test("the only sheet with cells is read, of several the one that is named", () => {
  expect(chooseSheet([a, b], [b], undefined)).toBe(b);
  expect(chooseSheet([a, b], [a, b], "b")).toBe(b);
  expect(() => chooseSheet([a, b], [a, b], undefined)).toThrow("There are “a”, “b” (hidden).");
  expect(() => chooseSheet([a, b], [a], "b")).toThrow("The sheet “b” holds no cells. There are “a”.");
  expect(() => chooseSheet([a], [a], "c")).toThrow("The sheet “c” is not in the workbook.");
  expect(() => chooseSheet([], [], undefined)).toThrow("The workbook holds no cells.");
});
