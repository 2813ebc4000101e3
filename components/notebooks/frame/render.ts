import { integer } from "@/lib/format";
import { asTable, isTable } from "@/lib/notebooks/runtime/table-like";
import { tableElement } from "./table";
import { PythonName } from "./python-name";
import { valueText } from "@/lib/notebooks/runtime/value-text";

const textShown = 4_000;

/** Whatever a cell gave, as something to look at. */
export function nodeOf(value: unknown): Node {
  if (value instanceof Node) return value;
  const table = asTable(value);
  if (table) return tableElement(table);
  const element = document.createElement("pre");
  element.className = "value";
  const text = valueText(value);
  element.textContent = text.slice(0, textShown);
  if (text.length > textShown) element.append(`\n… and ${integer(text.length - textShown)} characters more`);
  return element;
}

/** A value's kind and size in a few words, for the list of names in scope. */
export function noteOf(value: unknown): { kind: string; note: string } {
  if (value instanceof PythonName) return { kind: value.noted.kind, note: value.noted.note };
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
