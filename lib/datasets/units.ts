import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import type { Dictionary } from "./dictionary";
import type { ImportNote } from "./import-note";

/** The longest unit that a dictionary keeps. */
const unitCharacters = 40;
/** The longest text at the end of a name that is taken for a unit. */
const unitInName = 16;

/** The unit that a name ends with, such as km in “diameter (km)”; null for one without, and for no number. */
export function unitInNameOf(name: string, type: ColumnType): string | null {
  if (type !== "number" && type !== "integer") return null;
  const [, round, square] = /^.*\S\s*(?:\(([^()]+)\)|\[([^[\]]+)\])\s*$/.exec(name) ?? [];
  const unit = (round ?? square ?? "").trim();
  const isUnit = unit.length <= unitInName && /[\p{L}%°€$]/u.test(unit) && !/\p{L}\s+\p{L}/u.test(unit);
  return isUnit ? unit : null;
}

/**
 * Entries of columns whose units a file's row of units says and a dictionary does not; what somebody has said
 * of a unit stays.
 */
export function entriesOfUnits(
  note: ImportNote | null | undefined,
  columns: readonly ColumnSchema[],
  dictionary: Dictionary,
): Dictionary {
  const names = new Set(columns.map(({ name }) => name));
  return (note?.columns ?? []).flatMap(({ column, unit }) => {
    const entry = dictionary.find(({ name }) => name === column) ?? { name: column };
    const said = unit?.trim().slice(0, unitCharacters).trim();
    return said && entry.unit === undefined && names.has(column) ? [{ ...entry, unit: said }] : [];
  });
}
