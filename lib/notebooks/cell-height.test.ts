import { expect, test } from "vitest";
import { estimatedHeight } from "./cell-height";
import { idle } from "./cell-state";

test("a cell that was not drawn yet is as high as its lines and its output", () => {
  expect(estimatedHeight({ id: 1, mode: "ts", source: "a\nb\nc" }, idle)).toBe(91);
  expect(estimatedHeight({ id: 1, mode: "ts", source: "" }, { ...idle, height: 300 })).toBe(351);
});

test("text that is read shows no lines of source", () => {
  const long = { id: 1, mode: "md" as const, source: "x\n".repeat(500) };
  expect(estimatedHeight(long, { ...idle, height: 120 })).toBe(134);
});
