import { transpile } from "@observablehq/notebook-kit";
import ts from "typescript";
import { notImported } from "./not-imported";
import type { CellError, RunnableCell } from "./protocol";
import type { Cell } from "./schema";
import { sourcePlace } from "./source-place";

/** A cell that can be run, or why it cannot. */
export type TranspiledCell = { ok: true; cell: RunnableCell } | { ok: false; error: CellError };

/**
 * Turns a cell into a function, the names that it reads and those that it gives.
 * @param version which run of the cell it is for
 */
export function transpileCell(cell: Cell, version: number): TranspiledCell {
  try {
    const imported = cell.mode === "ts" || cell.mode === "js" ? notImported(cell.source) : null;
    if (imported) return { ok: false, error: { name: "Import", ...imported } };
    const written = sourceOf(cell);
    const { body, inputs = [], outputs = [], autodisplay = false } = transpile(written);
    const from = sourcePlace({ isTypeScript: written.mode === "ts", source: written.value, body });
    return { ok: true, cell: { id: cell.id, version, body, from, inputs, outputs, autodisplay } };
  } catch (error) {
    return { ok: false, error: errorOf(error, cell) };
  }
}

function sourceOf({ id, mode, source, output }: Cell) {
  const base = { id, pinned: false, hidden: false };
  if (mode !== "sql") return { ...base, mode, value: source };
  if (source.trim() === "") return { ...base, mode: "js" as const, value: "" };
  // A query is a template: what stands in ${…} is read from other cells, everything else is taken literally.
  const text = source.replaceAll("\\", "\\\\").replaceAll("`", "\\`");
  const value = output
    ? `const ${output} = await sql\`${text}\`;\ndisplay(sqlTable(${output}));`
    : `display(sqlTable(await sql\`${text}\`));`;
  return { ...base, mode: "js" as const, value };
}

function errorOf(error: unknown, { mode, source }: Cell): CellError {
  const message = error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, "") : String(error);
  const place = error instanceof Error ? error.message.match(/\((\d+):(\d+)\)$/) : null;
  return {
    name: "SyntaxError",
    message,
    line: place ? Number(place[1]) : mode === "ts" ? typeScriptLine(source) : null,
  };
}

function typeScriptLine(source: string): number | null {
  const { diagnostics } = ts.transpileModule(source, { reportDiagnostics: true });
  const start = diagnostics?.[0]?.start;
  return start === undefined ? null : source.slice(0, start).split("\n").length;
}
