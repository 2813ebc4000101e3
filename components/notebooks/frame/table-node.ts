import { limits } from "@/lib/limits";
import type { OutputPart } from "@/lib/notebooks/output-parts";
import type { TableLike } from "@/lib/notebooks/runtime/table-like";
import { valueText } from "@/lib/notebooks/runtime/value-text";
import { keepAs } from "./kept-as";
import { tableElement } from "./table";

type TablePart = Extract<OutputPart, { kind: "table" }>;

/** A table as it is shown, and kept by its first rows. */
export function tableNode(table: TableLike): HTMLElement {
  return keepAs(tableElement(table), () => tablePart(table));
}

function tablePart(table: TableLike): TablePart {
  const total = table.numRows();
  const rows = Array.from({ length: Math.min(total, limits.tableRowsKept) }, (_, row) => row);
  const names = table.columnNames();
  const values = names.map((name) => rows.map((row) => table.get(name, row)));
  const columns = names.map((name, i) => ({ name, type: typeOf(values[i]!) }));
  return { kind: "table", columns, rows: rows.map((row) => values.map((of) => textOf(of[row]))), total };
}

/** The type that all values of a column have which are there; "text" where they differ. */
function typeOf(values: readonly unknown[]): string {
  const types = new Set(
    values.flatMap((value) => {
      if (value === null || value === undefined) return [];
      return value instanceof Date && !Number.isNaN(value.getTime()) ? ["date"] : [typeof value];
    }),
  );
  const [type = "text"] = types;
  return types.size <= 1 && ["number", "bigint", "boolean", "date"].includes(type) ? type : "text";
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  return Object.is(value, -0) ? "-0" : typeof value === "object" ? valueText(value) : String(value);
}

const valueOf: Record<string, (text: string) => unknown> = {
  // what does not come out the same is shown as the text that was kept
  number: (text) => (String(Number(text)) === text ? Number(text) : text),
  bigint: (text) => (/^-?\d+$/.test(text) ? BigInt(text) : text),
  boolean: (text) => (/^(true|false)$/.test(text) ? text === "true" : text),
  date: (text) => (/^[-+\d]+T[\d:.]+Z$/.test(text) ? new Date(text) : text),
};

/** A table that was kept, with the values that it had. */
export function storedTable({ columns, rows }: TablePart): TableLike {
  const places = new Map(columns.map(({ name, type }, i) => [name, { i, value: valueOf[type] ?? String }]));
  return {
    numRows: () => rows.length,
    columnNames: () => columns.map(({ name }) => name),
    get(name, row) {
      const { i, value } = places.get(name)!;
      const text = rows[row]?.[i] ?? null;
      return text === null ? null : value(text);
    },
  };
}
