import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { missingCodes, type ColumnNote } from "../import-note";
import type { CellKind } from "./sheet-cells";
import type { SheetRow } from "./sheet-reader";

const codes: ReadonlySet<string> = new Set(missingCodes);

/** What the cells of a column were, counted. */
export type ColumnCounts = {
  slot: number;
  kinds: Record<Exclude<CellKind, "error">, number>;
  errors: Map<string, number>;
  /** The first text among other kinds. */
  example: string;
};

/**
 * Turns rows of a sheet into records of cells, in the order in which columns first appear, and counts what
 * they hold. An error is a missing cell.
 */
export function sheetTable(): {
  /** The record of a row as CSV, without an end. @throws {AppError} TOO_LARGE for too many columns */
  record: (row: SheetRow) => string;
  /** What was counted, by column of the sheet, from 0. */
  columns: () => Map<number, ColumnCounts>;
} {
  const columns = new Map<number, ColumnCounts>();
  const countsOf = (column: number) => {
    const known = columns.get(column);
    if (known) return known;
    if (columns.size >= limits.datasetColumns)
      throw new AppError(
        "TOO_LARGE",
        `The sheet has more than ${integer(limits.datasetColumns)} columns with cells.`,
      );
    const kinds = { number: 0, date: 0, boolean: 0, text: 0 };
    const counts = { slot: columns.size, kinds, errors: new Map<string, number>(), example: "" };
    columns.set(column, counts);
    return counts;
  };
  return {
    record: ({ cells }) => {
      const fields: string[] = [];
      for (const { column, text, kind } of cells) {
        const counts = countsOf(column);
        count(counts, text, kind);
        while (fields.length < counts.slot) fields.push("");
        fields[counts.slot] = kind === "error" ? "" : kind === "text" ? quoted(text) : text;
      }
      return fields.join(",");
    },
    columns: () => columns,
  };
}

function count(counts: ColumnCounts, text: string, kind: CellKind): void {
  if (kind === "error") counts.errors.set(text, (counts.errors.get(text) ?? 0) + 1);
  else if (kind !== "text") counts.kinds[kind] += 1;
  else if (!codes.has(text.trim())) {
    counts.kinds.text += 1;
    if (counts.example === "") counts.example = text.trim().slice(0, 60);
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * What there is to say of a column of a sheet beside what is said of its text: errors, and cells of several
 * kinds.
 *
 * @param note what was said of the column, in which errors are empty cells
 */
export function sheetColumnNote(note: ColumnNote, { kinds, errors, example }: ColumnCounts): ColumnNote {
  const failed = [...errors.values()].reduce((sum, n) => sum + n, 0);
  const { "": empty = 0, ...others } = note.missing ?? {};
  const left = empty - failed;
  const missing = { ...(left > 0 ? { "": left } : {}), ...others, ...Object.fromEntries(errors) };
  const several = Object.values(kinds).filter((n) => n > 0).length > 1;
  return {
    ...note,
    ...(note.missing || failed > 0 ? { missing } : {}),
    ...(several ? { mixed: { ...kinds, example } } : {}),
  };
}
