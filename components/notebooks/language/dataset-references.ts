import { referencesIn } from "@/lib/datasets/sql-references";
import type { Cell } from "@/lib/notebooks/schema";

const called = /\bdataset\s*\(\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)'|`([^`\\$\n]*)`)\s*\)/g;
const found = new WeakMap<Cell, readonly string[]>();

/** The references to datasets that cells name, each once; a cell is read once for each of its texts. */
export function referencesOf(cells: readonly Cell[]): Set<string> {
  return new Set(cells.flatMap(referencesInCell));
}

function referencesInCell(cell: Cell): readonly string[] {
  const known = found.get(cell);
  if (known) return known;
  const own = [...cell.source.matchAll(called)].map(
    ([, double, single, plain]) => double ?? single ?? plain!,
  );
  const named = (cell.mode === "sql" ? referencesIn(cell.source) : own).filter((one) => one !== "");
  found.set(cell, named);
  return named;
}
