import { exact, integer } from "@/lib/format";
import { valueText } from "./value-text";

const rowsShown = 20;
const textShown = 4_000;

type TableLike = { numRows(): number; columnNames(): string[]; get(name: string, row: number): unknown };

/** Whatever a cell gave, as something to look at. */
export function nodeOf(value: unknown): Node {
  if (value instanceof Node) return value;
  if (isTable(value)) return tableElement(value);
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((row) => typeof row === "object" && row !== null && !Array.isArray(row))
  )
    return tableElement(rowsAsTable(value as Record<string, unknown>[]));
  const element = document.createElement("pre");
  element.className = "value";
  const text = valueText(value);
  element.textContent = text.slice(0, textShown);
  if (text.length > textShown) element.append(`\n… and ${integer(text.length - textShown)} characters more`);
  return element;
}

/** Whether a value is a table of Arquero's. */
export function isTable(value: unknown): value is TableLike {
  return (
    typeof value === "object" &&
    value !== null &&
    "numRows" in value &&
    "columnNames" in value &&
    typeof value.numRows === "function"
  );
}

/** The first rows of a table, with how many there are. */
export function tableElement(table: TableLike): HTMLElement {
  const names = table.columnNames();
  const box = document.createElement("div");
  const scroll = box.appendChild(document.createElement("div"));
  scroll.className = "scroll";
  const element = scroll.appendChild(document.createElement("table"));
  element.className = "t dense";
  const head = element.createTHead().insertRow();
  const numeric = names.map((name) => typeof table.get(name, 0) === "number");
  names.forEach((name, i) => {
    const cell = head.appendChild(document.createElement("th"));
    cell.textContent = name;
    cell.scope = "col";
    if (numeric[i]) cell.className = "r";
  });
  const body = element.createTBody();
  for (let row = 0; row < Math.min(rowsShown, table.numRows()); row++) {
    const line = body.insertRow();
    names.forEach((name, i) => {
      const cell = line.insertCell();
      cell.textContent = cellText(table.get(name, row));
      if (numeric[i]) cell.className = "r";
    });
  }
  const foot = box.appendChild(document.createElement("p"));
  foot.className = "out-foot";
  foot.textContent =
    `${Math.min(rowsShown, table.numRows()).toLocaleString("en")} of ` +
    `${table.numRows().toLocaleString("en")} rows`;
  return box;
}

function rowsAsTable(rows: Record<string, unknown>[]): TableLike {
  const names = [...new Set(rows.slice(0, 100).flatMap((row) => Object.keys(row)))];
  return { numRows: () => rows.length, columnNames: () => names, get: (name, row) => rows[row]![name] };
}

function cellText(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (typeof value === "number") return exact(value);
  return value instanceof Date ? value.toISOString().replace("T00:00:00.000Z", "") : valueText(value);
}

/** A value's kind and size in a few words, for the list of names in scope. */
export function noteOf(value: unknown): { kind: string; note: string } {
  if (isTable(value))
    return { kind: "table", note: `${value.numRows().toLocaleString("en")} × ${value.columnNames().length}` };
  if (Array.isArray(value)) return { kind: "array", note: `${value.length.toLocaleString("en")}` };
  if (ArrayBuffer.isView(value)) return { kind: value.constructor.name, note: "" };
  if (typeof value === "number" || typeof value === "boolean")
    return { kind: typeof value, note: String(value) };
  if (typeof value === "string")
    return { kind: "text", note: value.length > 18 ? `${value.slice(0, 17)}…` : value };
  return { kind: value === null ? "null" : typeof value, note: "" };
}
