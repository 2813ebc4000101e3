import { expect, test } from "vitest";
import { limits } from "@/lib/limits";
import { keptParts } from "./kept-parts";
import { outputParts, type OutputPart } from "./output-parts";

const text = (characters: number): OutputPart => ({ kind: "text", text: "x".repeat(characters), cut: 0 });

test("an output is kept whole, or a note says why it is not", () => {
  const parts: OutputPart[] = [
    { kind: "printed", stream: "stdout", text: "1\n", cut: 0 },
    { kind: "table", columns: [{ name: "h", type: "double" }], rows: [["1.5"], [null]], total: 2 },
  ];
  expect(keptParts(parts)).toBe(parts);
  expect(outputParts.parse(parts)).toEqual(parts);
  expect(keptParts([text(limits.cellOutputBytes)])).toEqual([
    {
      kind: "note",
      text: "This output has 1,048,611 bytes, and at most 1,048,576 are kept: run the cell to see it.",
    },
  ]);
  const many = Array.from({ length: limits.cellOutputParts + 1 }, () => text(1));
  expect(keptParts(many)).toEqual([
    { kind: "note", text: "This output has 201 parts, and at most 200 are kept: run the cell to see it." },
  ]);
});
