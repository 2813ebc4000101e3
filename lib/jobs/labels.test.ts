import { expect, test } from "vitest";
import { labelSets, labelText } from "./labels";

test("labels are kept sorted and once each", () => {
  expect(labelText(["python", "gpu", "python"])).toBe("gpu,python");
  expect(labelText([])).toBe("");
});

test("a worker satisfies every set of its labels, the empty one first", () => {
  expect(labelSets([])).toEqual([""]);
  expect(labelSets(["python", "gpu", "gpu"])).toEqual(["", "gpu", "python", "gpu,python"]);
});
