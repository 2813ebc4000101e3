import { expect, test } from "vitest";
import { valueOfText } from "./value-of-text";

test("the text of an input is read as JSON where it is JSON, and loses no digit", () => {
  const read = ["5", " 5 ", "1.50", "true", "[1, 2]", '"5"', "Leon", "", "007", "12345678901234567890"];
  expect(read.map(valueOfText)).toEqual([
    ...[5, 5, 1.5, true, [1, 2], "5", "Leon", "", "007", "12345678901234567890"],
  ]);
});
