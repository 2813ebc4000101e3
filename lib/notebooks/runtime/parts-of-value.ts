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

/**
 * The first rows of a table, each value exactly as text (null where it is missing), the type that a column's
 * values have, "text" where they differ, and how many rows there are.
 */
export function partOfTable(table: TableLike): OutputPart & { kind: "table" } {
  const names = table.columnNames();
  const total = table.numRows();
  const most = Math.min(limits.tableRowsKept, Math.floor(cellsKept / Math.max(1, names.length)));
  const rows = Array.from({ length: Math.min(total, most) }, (_, row) => row);
  const values = names.map((name) => rows.map((row) => table.get(name, row)));
  const columns = names.map((name, i) => ({ name, type: typeOf(values[i]!) }));
  return { kind: "table", columns, rows: rows.map((row) => values.map((of) => cellText(of[row]))), total };
}

/** The type that all values of a column have which are there; "text" where they differ. */
function typeOf(values: readonly unknown[]): string {
  const types = new Set(
    values.flatMap((value) => {
      if (value === null || value === undefined) return [];
      return isMoment(value) ? ["date"] : [typeof value];
    }),
  );
  const [type = "text"] = types;
  return types.size <= 1 && ["number", "bigint", "boolean", "date"].includes(type) ? type : "text";
}

function cellText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (isMoment(value)) return value.toISOString();
  const text = Object.is(value, -0) ? "-0" : typeof value === "object" ? valueText(value) : String(value);
  return text.length > textKept ? `${text.slice(0, textKept)} …` : text;
}

const isMoment = (value: unknown): value is Date => value instanceof Date && !Number.isNaN(value.getTime());
