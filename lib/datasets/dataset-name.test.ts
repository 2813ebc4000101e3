import { expect, test } from "vitest";
import { datasetNameOf } from "./dataset-name";

test.each([
  ["ventas 2020.csv", "ventas 2020"],
  ["_a/b?.csv.gz", "_a-b-"],
  ["data.csv.zip", "data"],
  ["...csv", "dataset"],
])("a dataset of %s is called %s", (file, name) => {
  expect(datasetNameOf(file)).toBe(name);
});
