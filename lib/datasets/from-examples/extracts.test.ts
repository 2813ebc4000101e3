import { expect, test } from "vitest";
import { extractions, takingPatterns } from "./extracts";

const names = { column: "c", into: "c part" };

test("patterns take what every example says, and nothing where one is missing", () => {
  const examples = [
    { value: "433 Eros (A898 PA)", result: "A898 PA" },
    { value: "Ceres", result: null },
  ];
  const found = takingPatterns(examples, ["1 Ceres (1801 AA)"]);
  expect(found.length).toBeGreaterThan(1);
  expect(found.map(({ cost }) => cost)).toEqual(found.map(({ cost }) => cost).toSorted((a, b) => a - b));
  expect(takingPatterns([{ value: "abc", result: "x" }], [])).toEqual([]);
  expect(takingPatterns([{ value: "abc", result: "" }], [])).toEqual([]);
});

test("of patterns that take the same from all values the simplest is kept", () => {
  const values = ["a 1", "b 22"];
  const kept = takingPatterns([{ value: "a 1", result: "1" }], values);
  expect(kept[0]!.pattern).toBe(String.raw`\d+`);
  expect(extractions([{ value: "a 1", result: "1" }], values, names)[0]).toMatchObject({
    steps: [{ kind: "extract", column: "c", pattern: String.raw`\d+`, name: "c part" }],
    column: "c part",
    type: "text",
  });
});

test("values on which a pattern could go back for ever are answered all the same", () => {
  const value = `${"a ".repeat(300)}7`;
  const values = Array.from({ length: 100 }, (_, i) => `${"a a".repeat(60)}${i}`);
  expect(takingPatterns([{ value, result: "7" }], values).length).toBeGreaterThan(0);
});
