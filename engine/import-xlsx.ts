import { rmSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { distinctNames } from "@/lib/datasets/dialect";
import type { Imported } from "@/lib/datasets/engine";
import { noteOf, withFileNotes } from "@/lib/datasets/import-note";
import type { ColumnOptions, XlsxOptions } from "@/lib/datasets/import-options";
import { literal } from "@/lib/datasets/steps/step";
import { sheetColumnNote, type ColumnCounts } from "@/lib/datasets/xlsx/sheet-table";
import { AppError } from "@/lib/errors";
import { withDuckDb } from "./duckdb";
import { lineColumn } from "./failed-cells";
import { importText, unasked } from "./import-text";
import type { Part } from "./unpack";
import { openWorkbook, type OpenWorkbook } from "./xlsx-parts";
import { writeSheet, type SheetCopy } from "./xlsx-rows";
import { ownName } from "./own-name";

const lineBytes = 16 << 20;

type Asked = {
  options?: Partial<Omit<XlsxOptions, "format">>;
  /** How columns of the version before were read, which decides between several readings. */
  before?: readonly ColumnOptions[] | undefined;
};

/**
 * Reads a sheet of an Excel workbook: its cells become a table of text, whose types are then decided as those
 * of a CSV file. Numbers travel as they are stored, dates as they are meant.
 */
export async function importXlsx({ file }: Part, out: string, asked: Asked = {}): Promise<Imported> {
  const { options = {} } = asked;
  const copy = ownName("sheet");
  const files = [`${copy}-head.csv`, `${copy}.csv`] as const;
  const workbook = await openWorkbook(file);
  try {
    const sheet = await workbook.choose(options.sheet);
    const written = await writeSheet(workbook, sheet, files, options);
    const imported = await withDuckDb({ files: [...files, out] }, (connection) =>
      importCopy(connection, written, files, { ...asked, out }),
    );
    const { hidden = "read" } = options;
    const { row: headerRow, lines: headerLines } = written.head;
    return {
      ...imported,
      note: withFileNotes(imported.note ?? null, [...saidOfSheet(workbook, sheet.name), ...written.said]),
      used: {
        ...options,
        format: "xlsx",
        sheet: sheet.name,
        headerRow,
        headerLines,
        hidden,
        columns: imported.used?.columns,
      },
    };
  } finally {
    workbook.close();
    for (const one of files) rmSync(one, { force: true });
  }
}

function saidOfSheet({ sheets }: OpenWorkbook, name: string): string[] {
  return sheets.length > 1 ? [`Read from the sheet “${name}”`] : [];
}

async function importCopy(
  connection: DuckDBConnection,
  { columns, head, units, questions }: SheetCopy,
  files: readonly string[],
  { out, options = {}, before = [] }: Asked & { out: string },
): Promise<Imported> {
  const ordered = [...new Set([...columns.keys(), ...head.names.keys()])].toSorted((a, b) => a - b);
  if (ordered.length === 0)
    throw new AppError("INVALID", "There are no rows: a header alone makes no dataset.");
  const first = ordered[0]!;
  // A column without a name is called by its place in the table, as in a CSV file.
  const given = ordered.map((column) => head.names.get(column) || `column ${column - first + 1}`);
  const names = distinctNames(given);
  const imported = await importText(
    connection,
    { relation: relationOf(columns, ordered, files), names, decimalComma: true, dotThousands: false },
    out,
    {
      ...unasked,
      options,
      before,
      questions,
      units: ordered.map((column) => units.get(column) ?? ""),
    },
  );
  const notes = new Map(imported.note?.columns.map((note) => [note.column, note]));
  const all = ordered.map((column, i) => {
    const note = notes.get(names[i]!) ?? { column: names[i]! };
    return columns.has(column) ? sheetColumnNote(note, columns.get(column)!) : note;
  });
  return { ...imported, note: noteOf(all, imported.note?.file) };
}

/** The columns of the copy in the order of the sheet; one with a name and no cell is empty. */
function relationOf(
  columns: ReadonlyMap<number, ColumnCounts>,
  ordered: readonly number[],
  files: readonly string[],
): string {
  const source = Array.from(columns, (_, slot) => `s${slot}: 'VARCHAR'`);
  const read = `read_csv([${files.map(literal).join(", ")}], auto_detect = false, header = false,
    delim = ',', quote = '"', escape = '"', new_line = '\\n',
    columns = {${[`${lineColumn}: 'BIGINT'`, ...source].join(", ")}}, strict_mode = true,
    null_padding = true, parallel = false, max_line_size = ${2 * lineBytes}, buffer_size = ${4 * lineBytes})`;
  const cells = ordered.map((column, i) => {
    const counts = columns.get(column);
    return `${counts ? `s${counts.slot}` : "NULL::VARCHAR"} AS c${i}`;
  });
  return `(SELECT ${[lineColumn, ...cells].join(", ")} FROM ${read})`;
}
