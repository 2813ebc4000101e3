import { transpile } from "@observablehq/notebook-kit";
import { expect, test } from "vitest";
import { sourceLine } from "@/lib/notebooks/source-line";
import { sourcePlace } from "./source-place";

/** The line of a cell's text that throws, found as the frame finds it: by the stack of the function. */
function lineOf(mode: "ts" | "js", source: string): number {
  const { body } = transpile({ id: 1, mode, value: source, pinned: false, hidden: false });
  const run = (0, eval)(`(${body})\n//# sourceURL=cell-1.js`) as (...values: unknown[]) => unknown;
  const from = sourcePlace({ isTypeScript: mode === "ts", source, body });
  try {
    run((text: string) => {
      throw new Error(text);
    });
  } catch (error) {
    const [, line, column] = (error as Error).stack!.match(/cell-1\.js:(\d+):(\d+)/)!;
    return sourceLine(from, { line: Number(line), column: Number(column) })!;
  }
  throw new Error("nothing was thrown");
}

const where = (source: string) => source.split("\n").findIndex((line) => line.includes("boom(")) + 1;

test.each([
  "boom(1)",
  "const a: number = 1;\nboom(a)",
  "type Row = {\n  a: number;\n  b: string;\n};\n\n\nconst row: Row = { a: 1, b: '' };\nboom(row.b)",
  "\n\n// a comment\nboom('x' as string)",
  "const a = 1;\n\n\nconst b = 2;\n\nfunction f<T>(\n  x: T,\n): T {\n\n  boom('y');\n  return x;\n}\nf(a)",
  "/* one\n two */\n[1, 2].map((x: number) =>\n\n  boom(String(x)),\n)",
])("an error names the line of the TypeScript that was written: %j", (source) => {
  expect(lineOf("ts", source)).toBe(where(source));
});

test.each(["boom(1)", "\n\nboom(1)", "const a = 1;\n\n\nboom(a)", "[1].map(() =>\n  boom(1),\n)"])(
  "an error names the line of the JavaScript that was written: %j",
  (source) => {
    expect(lineOf("js", source)).toBe(where(source));
  },
);
