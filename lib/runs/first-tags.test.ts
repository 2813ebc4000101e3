import { expect, test } from "vitest";
import { firstTagsOf } from "./first-tags";

test("a run starts with its name as a tag, and of two tags under one key with the later", () => {
  const tags = [
    { key: "a", value: "1" },
    { key: "mlflow.runName", value: "other" },
    { key: "a", value: "2" },
  ];
  expect(firstTagsOf({ name: "n", tags })).toEqual([
    ["a", "2"],
    ["mlflow.runName", "n"],
  ]);
});
