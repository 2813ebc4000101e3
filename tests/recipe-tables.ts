import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { previewRecipe } from "@/engine/recipe";
import { writeFrame } from "@/engine/write";
import type { NamedTable, StepTable } from "@/lib/datasets/engine";
import { tableReadBy, type Step } from "@/lib/datasets/recipe";
import { rowsOf, type Frame } from "@/lib/frame/frame";

const folder = mkdtempSync(path.join(tmpdir(), "perihelion-recipes-"));
let files = 0;
/** A path of a Parquet file that is not there yet. */
export const file = () => path.join(folder, `${files++}.parquet`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A frame as a table that recipes read. */
export async function stored(frame: Frame): Promise<NamedTable> {
  const out = file();
  const { columns, rows } = await writeFrame({ frame, out });
  return { name: "rows", file: out, columns, rows, masked: [] };
}

/** The tables that steps read beside their rows, each the same one. */
export function secondsOf(steps: readonly Step[], table: NamedTable): StepTable[] {
  return steps.flatMap((one, step) => (tableReadBy(one) ? [{ ...table, step }] : []));
}

/** Rows, columns and facts after steps, which find in any second table that they read the one given. */
export async function after(table: NamedTable, steps: Step[], second: NamedTable = table) {
  const seconds = secondsOf(steps, second);
  const made = await previewRecipe({ table, seconds, steps, limit: 10_000 });
  const { sample, columns, rows, facts } = made;
  return { cells: rowsOf(sample), columns, rows, facts: facts.flatMap(({ facts: of }) => of) };
}

/** A frame of columns of one type; null is a missing cell. */
export const frameOf = (
  cells: Record<string, (number | null)[]>,
  type: "number" | "integer" | "date" | "boolean" = "number",
): Frame => ({
  rows: Object.values(cells)[0]!.length,
  columns: Object.entries(cells).map(([name, values]) => ({
    name,
    type,
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
  })),
});
/** A frame of one column of text. */
export const textFrame = (name: string, cells: (string | null)[]): Frame => ({
  rows: cells.length,
  columns: [
    {
      name,
      type: "text",
      codes: Int32Array.from(cells, (cell, i) => (cell === null ? -1 : i)),
      categories: cells.map((cell) => cell ?? ""),
    },
  ],
});
