import { AppError } from "@/lib/errors";
import { counted } from "@/lib/format";
import type { Cell } from "../schema";
import { withoutHoles } from "./foreign-text";
import { titleFrom, withIds, type Imported } from "./imported";

/** Whether a Python file is a marimo notebook. */
export function isMarimo(source: string): boolean {
  return /^import marimo\b/m.test(source) && /^app = marimo\.App\(/m.test(source);
}

/**
 * A marimo notebook as one here: the body of each cell's function without its last `return`, its setup, and
 * the functions and classes that it gives out. What is only `mo.md(…)` becomes Markdown.
 * @see https://docs.marimo.io/guides/editor_features/#file-format
 * @throws {AppError} INVALID where a cell cannot be told from the next; TOO_LARGE
 */
export function fromMarimo(source: string, title: string): Imported {
  const named = source.match(/^app = marimo\.App\([\s\S]{0,500}?app_title="([^"\\]*)"/m)?.[1];
  const cells = blocksOf(source).flatMap(cellsOf);
  const asked = cells.filter(({ mode, source }) => mode === "python" && /\bmo\.\w/.test(source)).length;
  return {
    document: { title: titleFrom(named ?? title), cells: withIds(cells) },
    notes:
      asked > 0
        ? [
            `${counted(asked, "cell")} ${asked === 1 ? "uses" : "use"} marimo itself (mo.…): inputs and ` +
              "layouts of marimo do not show here.",
          ]
        : [],
  };
}

/** Pieces of the file that begin at its left edge: a decorator with its function, a `with`, a statement. */
function blocksOf(source: string): string[][] {
  const blocks: string[][] = [];
  let isDecorated = false;
  for (const line of source.split("\n")) {
    // A bracket at the left edge closes what was opened above it
    const isStart = /^[^\s)\]}]/.test(line) && !isDecorated;
    isDecorated = line.startsWith("@") || (isDecorated && !/^(async )?def |^class /.test(line));
    if (isStart || blocks.length === 0) blocks.push([line]);
    else blocks.at(-1)!.push(line);
  }
  return blocks;
}

function cellsOf(block: readonly string[]): Omit<Cell, "id">[] {
  const [first = "", ...rest] = block;
  if (/^with app\.setup\b/.test(first)) return [{ mode: "python", source: bodyOf(rest) }];
  if (!first.startsWith("@app.")) return [];
  const at = rest.findIndex((line) => /^(async )?def |^class /.test(line));
  if (at < 0) throw new AppError("INVALID", `This marimo notebook has no function after ${first}.`);
  if (!/^@app\.cell\b/.test(first)) return [{ mode: "python", source: trimmed(rest.slice(at)).join("\n") }];
  const end = rest.findIndex((line, i) => i >= at && /:\s*$/.test(line) && /\)\s*(->.*)?:\s*$/.test(line));
  if (end < 0)
    throw new AppError("INVALID", `This marimo notebook has a function without an end: ${rest[at]}`);
  return [cellOf(withoutReturn(bodyOf(rest.slice(end + 1))))];
}

/** The body of a function or `with`: marimo indents each line that is not blank, be it inside of a text. */
function bodyOf(lines: readonly string[]): string {
  return trimmed(lines.map((line) => line.replace(/^ {4}/, ""))).join("\n");
}

function withoutReturn(body: string): string {
  const lines = body.split("\n");
  const at = lines.findLastIndex((line) => /^return\b/.test(line));
  return at < 0 ? body : trimmed(lines.slice(0, at)).join("\n");
}

function trimmed(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line.trim() !== "") + 1);
}

function cellOf(source: string): Omit<Cell, "id"> {
  const [, raw, , text] = source.match(/^mo\.md\(\s*([rR]?)("""|''')([\s\S]*?)(?<!\\)\2\s*\)$/) ?? [];
  if (text === undefined || (raw === "" && text.includes("\\"))) return { mode: "python", source };
  const lines = trimmed(text.replaceAll('\\"\\"\\"', '"""').split("\n"));
  const deepest = Math.min(
    ...lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length),
  );
  return { mode: "md", source: withoutHoles(lines.map((line) => line.slice(deepest)).join("\n")) };
}
