import { expect, test } from "vitest";
import { requireSameColumns } from "./same-columns";

test("columns of the same names in the same order agree; the first difference is named", () => {
  expect(() => requireSameColumns("a.csv", ["x", "y"], ["x", "y"])).not.toThrow();
  expect(() => requireSameColumns("a.csv", ["x", "y"], ["y", "x"])).toThrow(
    "column 1 is “y” here and “x” in a.csv",
  );
  expect(() => requireSameColumns("a.csv", ["x"], ["x", "y"])).toThrow(
    "column 2 is “y” here and none in a.csv",
  );
});
