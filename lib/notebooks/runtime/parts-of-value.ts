import { limits } from "@/lib/limits";
import type { OutputPart } from "../output-parts";
import { asTable, type TableLike } from "./table-like";
import { valueText } from "./value-text";

/** So much of a value's text is kept, in UTF-16 units, and of one cell of a table. */
const textKept = 4_000;
/** So many cells of a table are kept: fewer rows of a wide one. */
const cellsKept = 20_000;

/** What is kept of a value that a cell showed and that is no element. */
export function partOfValue(value: unknown): OutputPart {
  const table = asTable(value);
  if (table) return partOfTable(table);
  const text = valueText(value);
  return { kind: "text", text: text.slice(0, textKept), cut: Math.max(0, text.length - textKept) };
}

/** The first rows of a table, each value exactly as text (null where it is missing), and how many it has. */
export function partOfTable(table: TableLike): OutputPart {
  const names = table.columnNames();
  const total = table.numRows();
  const most = Math.min(limits.tableRowsKept, Math.floor(cellsKept / Math.max(1, names.length)));
  const rows = Array.from({ length: Math.min(total, most) }, (_, row) =>
    names.map((name) => cellText(table.get(name, row))),
  );
  const columns = names.map((name) => ({ name, type: typeOf(table, name, rows.length) }));
  return { kind: "table", columns, rows, total };
}

function cellText(value: unknown): string | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  const text = typeof value === "bigint" ? String(value) : valueText(value);
  return text.length > textKept ? `${text.slice(0, textKept)} …` : text;
}

/** The kind of a column's first value; empty where it has none. */
function typeOf(table: TableLike, name: string, rows: number): string {
  for (let row = 0; row < rows; row += 1) {
    const value = table.get(name, row);
    if (value === null || value === undefined) continue;
    return value instanceof Date ? "date" : typeof value;
  }
  return "";
}
