import fc from "fast-check";
import { expect, test } from "vitest";
import { readMetricName } from "./metric-name";

test.each([
  ["train/f1", "f1", "train"],
  ["test_f1", "f1", "test"],
  ["val_loss", "loss", "validation"],
  ["training_f1_score", "f1_score", "train"],
  ["Validation/Loss", "Loss", "validation"],
  ["f1_test", "f1", "test"],
  ["loss/eval", "loss", "validation"],
  ["train/test_f1", "test_f1", "train"],
  ["f1", "f1", "unknown"],
  ["trainer/f1", "trainer/f1", "unknown"],
  ["train", "train", "unknown"],
  ["train/", "train/", "unknown"],
  ["/f1", "/f1", "unknown"],
  ["system/cpu_utilization", "system/cpu_utilization", "unknown"],
  ["constructor_f1", "constructor_f1", "unknown"],
  ["f1/constructor", "f1/constructor", "unknown"],
  ["", "", "unknown"],
] as const)("%s is %s on %s", (key, name, split) => {
  expect(readMetricName(key)).toEqual({ name, split });
});

test("where the name does not say, the dataset's name may", () => {
  expect(readMetricName("f1", "approaches-test-2026").split).toBe("test");
  expect(readMetricName("f1", "TRAINING set").split).toBe("train");
  expect(readMetricName("f1", "latest").split).toBe("unknown");
  expect(readMetricName("f1", "constructor").split).toBe("unknown");
  expect(readMetricName("val_f1", "training").split).toBe("validation");
  expect(readMetricName("f1", null).split).toBe("unknown");
});

test("whatever is logged has a name and one of four splits", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.option(fc.string()), (key, dataset) => {
      const { name, split } = readMetricName(key, dataset);
      expect(["train", "validation", "test", "unknown"]).toContain(split);
      expect(key.includes(name)).toBe(true);
      expect(name === "").toBe(key === "");
    }),
  );
});
