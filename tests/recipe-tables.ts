import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { previewRecipe } from "@/engine/recipe";
import { writeFrame } from "@/engine/write";
import type { NamedTable } from "@/lib/datasets/engine";
import type { Step } from "@/lib/datasets/recipe";
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

/** Rows, columns and facts after steps. */
export async function after(table: NamedTable, steps: Step[]) {
  const { sample, columns, rows, facts } = await previewRecipe({ table, steps, limit: 10_000 });
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
