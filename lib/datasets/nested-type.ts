import { literal } from "./steps/step";

/** A type of the database's, as far as it matters where numbers may be infinite or none. */
type Type =
  | { kind: "float" }
  | { kind: "other" }
  | { kind: "list"; of: Type }
  | { kind: "map"; value: Type }
  | { kind: "struct"; fields: { name: string; type: Type }[] };

/**
 * A nested value as SQL in which numbers that are infinite or none, which JSON cannot write, are missing.
 *
 * @param sqlType its type, such as STRUCT(a DOUBLE, b FLOAT[])
 * @returns null where no such number can be inside
 */
export function finiteInside(cell: string, sqlType: string): string | null {
  return finite(cell, typeIn(sqlType), 0);
}

function finite(cell: string, type: Type, depth: number): string | null {
  if (type.kind === "float") return `CASE WHEN isfinite(${cell}) THEN ${cell} END`;
  const each = `e${depth}`;
  if (type.kind === "list") {
    const inner = finite(each, type.of, depth + 1);
    return inner && `list_transform(${cell}, lambda ${each}: ${inner})`;
  }
  if (type.kind === "map") {
    const inner = finite(`${each}.value`, type.value, depth + 1);
    const entry = `struct_pack(k := ${each}.key, v := ${inner})`;
    const entries = `list_transform(map_entries(${cell}), lambda ${each}: ${entry})`;
    return inner && `CASE WHEN ${cell} IS NOT NULL THEN map_from_entries(${entries}) END`;
  }
  if (type.kind !== "struct") return null;
  const fields = type.fields.map(({ name, type: own }) => {
    const field = `struct_extract(${cell}, ${literal(name)})`;
    return { name, field, inner: finite(field, own, depth + 1) };
  });
  if (fields.every(({ inner }) => inner === null) || fields.some(({ name }) => name === "")) return null;
  const packed = fields.map(
    ({ name, field, inner }) => `"${name.replaceAll('"', '""')}" := ${inner ?? field}`,
  );
  return `CASE WHEN ${cell} IS NOT NULL THEN struct_pack(${packed.join(", ")}) END`;
}

function typeIn(sqlType: string): Type {
  const text = sqlType.trim();
  const list = /\[\d*\]$/.exec(text);
  if (list) return { kind: "list", of: typeIn(text.slice(0, list.index)) };
  if (/^(FLOAT|DOUBLE)$/.test(text)) return { kind: "float" };
  const inside = /^(STRUCT|MAP)\(([^]*)\)$/.exec(text);
  if (!inside) return { kind: "other" };
  const parts = split(inside[2]!);
  if (inside[1] === "MAP") return { kind: "map", value: typeIn(parts[1] ?? "") };
  return { kind: "struct", fields: parts.map(fieldIn) };
}

function fieldIn(part: string): { name: string; type: Type } {
  const [, quoted, bare, type] = /^\s*(?:"((?:[^"]|"")*)"|(\S+))\s+([^]*)$/.exec(part) ?? [];
  if (type === undefined) return { name: "", type: { kind: "other" } };
  return { name: quoted?.replaceAll('""', '"') ?? bare!, type: typeIn(type) };
}

/** Parts between commas that are inside of no brackets and no quotes. */
function split(text: string): string[] {
  const parts: string[] = [];
  let [start, depth, quoted] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') quoted = !quoted;
    if (quoted) continue;
    if (char === "(") depth += 1;
    else if (char === ")") depth -= 1;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}
