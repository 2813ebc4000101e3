import type { OutputPart } from "@/lib/notebooks/output-parts";
import type { TableLike } from "@/lib/notebooks/runtime/table-like";
import { partOfTable } from "@/lib/notebooks/runtime/parts-of-value";
import { keepAs } from "./kept-as";
import { tableElement } from "./table";

type TablePart = Extract<OutputPart, { kind: "table" }>;

/** A table as it is shown, and kept by its first rows. */
export function tableNode(table: TableLike): HTMLElement {
  return keepAs(tableElement(table), () => partOfTable(table));
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
