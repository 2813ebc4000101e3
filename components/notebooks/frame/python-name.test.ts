import { expect, test } from "vitest";
import { exchangeNames, inputOf } from "./python-name";

test("a name of a Python cell is read in the kernel, for as long as one gives it", () => {
  expect(inputOf("rows")).toBe("rows");
  expect([...exchangeNames([], ["rows", "n"])]).toEqual(["rows", "n"]);
  expect(inputOf("rows")).toBe("python rows");
  expect([...exchangeNames([], ["rows"])]).toEqual([]); // another one gives it too
  expect([...exchangeNames(["rows", "n"], ["rows", "m"])]).toEqual(["n", "m"]);
  expect([...exchangeNames(["rows"], [])]).toEqual([]);
  expect([...exchangeNames(["rows", "m"], [])]).toEqual(["rows", "m"]);
  expect(inputOf("rows")).toBe("rows");
});
