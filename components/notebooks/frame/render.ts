import { asTable, isTable, type TableLike } from "@/lib/notebooks/runtime/table-like";
import { inspectorElement } from "./inspector";
import { keepAs } from "./kept-as";
import { partOfValue } from "@/lib/notebooks/runtime/parts-of-value";
import { tableNode } from "./table-node";
import { PythonName } from "./python-name";

/** Whatever a cell gave, as something to look at. */
export function nodeOf(value: unknown): Node {
  if (value instanceof Node) return value;
  const table = tableOf(value);
  return table ? tableNode(table) : keepAs(inspectorElement(value), () => partOfValue(value));
}

/** A value as a table; what fails when it is looked at is none. */
function tableOf(value: unknown) {
  try {
    return asTable(value);
  } catch {
    return null;
  }
}

function looksLikeTable(value: unknown): value is TableLike {
  try {
    return isTable(value);
  } catch {
    return false;
  }
}

/** A value's kind and size in a few words, for the list of names in scope. */
export function noteOf(value: unknown): { kind: string; note: string } {
  if (value instanceof PythonName) return { kind: value.noted.kind, note: value.noted.note };
  if (looksLikeTable(value))
    return { kind: "table", note: `${value.numRows().toLocaleString("en")} × ${value.columnNames().length}` };
  if (Array.isArray(value)) return { kind: "array", note: `${value.length.toLocaleString("en")}` };
  if (ArrayBuffer.isView(value)) return { kind: value.constructor.name, note: "" };
  if (typeof value === "number" || typeof value === "boolean")
    return { kind: typeof value, note: String(value) };
  if (typeof value === "string")
    return { kind: "text", note: value.length > 18 ? `${value.slice(0, 17)}…` : value };
  return { kind: value === null ? "null" : typeof value, note: "" };
}
