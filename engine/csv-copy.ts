import { open } from "node:fs/promises";
import { csvLayout, type LeftOut } from "@/lib/datasets/csv-layout";
import { csvRecords, type ReadLines } from "@/lib/datasets/csv-records";
import type { CsvShape } from "@/lib/datasets/csv-shape";
import type { CsvOptions } from "@/lib/datasets/import-options";
import type { Question } from "@/lib/datasets/import-question";
import { literal } from "@/lib/datasets/steps/step";
import { counted, integer } from "@/lib/format";
import { textOf, type FileLook } from "./csv-file";
import { lineColumn } from "./failed-cells";

export const lineBytes = 16 << 20;
const flushCharacters = 4 << 20;
/** Lines that a sentence names at most. */
const namedLines = 10;

type Csv = { file: string; look: FileLook; shape: CsvShape; options: CsvOptions };
/** A copy of a file with nothing but its data, as DuckDB reads it, and what was left out of it. */
export type CsvCopy = { relation: string; notes: string[]; questions: Question[] };

/**
 * Writes the data of a file as UTF-8, comma-separated, with the line of the file before each row.
 *
 * @throws {AppError} INVALID with the line of the file, for what is no record or has another length
 */
export async function writeCopy(csv: Csv, copy: string): Promise<CsvCopy> {
  const handle = await open(copy, "w");
  let [ready, breaks] = ["", false];
  try {
    const leftOut = await walkRows(
      csv,
      (cells, line) => {
        breaks ||= cells.some((cell) => cell.includes("\n") || cell.includes("\r"));
        ready += `${line},${cells.map(quotedWhereNeeded).join(",")}\n`;
      },
      async () => {
        if (ready.length < flushCharacters) return;
        await handle.write(ready);
        ready = "";
      },
    );
    await handle.write(ready);
    return { relation: relationOf(copy, csv.shape, breaks), notes: notesOf(leftOut), questions: [] };
  } finally {
    await handle.close();
  }
}

function relationOf(copy: string, { names }: CsvShape, breaks: boolean): string {
  const columns = names.map((_, i) => `c${i}: 'VARCHAR'`).join(", ");
  // Quoted line ends need one thread.
  return `read_csv(${literal(copy)}, auto_detect = false, header = false, delim = ',', quote = '"',
    escape = '"', new_line = '\\n', columns = {${lineColumn}: 'BIGINT', ${columns}}, strict_mode = true,
    parallel = ${!breaks}, max_line_size = ${2 * lineBytes}, buffer_size = ${4 * lineBytes})`;
}

function quotedWhereNeeded(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Hands on all rows of data of a file; `pause` is waited for between pieces of it. */
async function walkRows(
  { file, look, shape, options }: Csv,
  onRow: (cells: string[], line: number) => boolean | void,
  pause: () => Promise<void>,
): Promise<LeftOut & ReadLines> {
  let open = true;
  const walk = csvLayout(
    {
      columns: shape.names.length,
      headerLines: shape.headerLines,
      unitsRow: shape.unitsRow,
      repeatedHeader: options.dropRepeatedHeaders ? shape.header : null,
      first: options.firstRow ?? 1,
      last: options.lastRow ?? null,
      footerLines: options.footerLines ?? 0,
      ragged: options.ragged ?? "refuse",
    },
    (cells, line) => {
      if (onRow(cells, line) === false) open = false;
    },
  );
  const reader = csvRecords(shape, (record) => walk.record(record) && open);
  for await (const text of textOf(file, look.encoding)) {
    if (!reader.push(text)) break;
    await pause();
  }
  return { ...walk.end(), ...reader.end() };
}

function notesOf(leftOut: LeftOut & ReadLines): string[] {
  const { ragged, filled, repeatedHeaders, footers, outside, marks, comments, crossed, lines } = leftOut;
  // Where values always stand close together, that is how the file is written.
  const strayed = crossed.first && crossed.count < lines / 2 ? crossed.first : null;
  return [
    ...(ragged.count > 0
      ? [`${counted(ragged.count, "row")} of another length kept out: ${linesText(ragged)}.`]
      : []),
    ...(filled.count > 0
      ? [`${counted(filled.count, "short row")} filled up with missing cells: ${linesText(filled)}.`]
      : []),
    ...(strayed
      ? [
          `In ${counted(crossed.count, "line")} a value goes across where a column begins: ` +
            `line ${integer(strayed.line)}, at ${integer(strayed.at)}.`,
        ]
      : []),
    ...(repeatedHeaders > 0 ? [`${counted(repeatedHeaders, "repeated header")} left out.`] : []),
    ...(footers > 0 ? [`${counted(footers, "line")} at the end left out.`] : []),
    ...(outside > 0 ? [`${counted(outside, "row")} outside of the rows asked for left out.`] : []),
    ...(comments > 0 ? [`${counted(comments, "comment line")} left out.`] : []),
    ...(marks > 0 ? [`${counted(marks, "byte order mark")} inside of the file left out.`] : []),
  ];
}

function linesText({ count, lines }: LeftOut["ragged"]): string {
  const named = lines.slice(0, namedLines).map(({ line }) => integer(line));
  return `line ${named.join(", ")}${count > named.length ? ", …" : ""}`;
}

/** The lines of the file where some rows of data begin, by number of the row from 0, ascending. */
export async function linesOfRows(csv: Csv, rows: readonly number[]): Promise<Map<number, number>> {
  const wanted = new Set(rows);
  const last = Math.max(...rows);
  const found = new Map<number, number>();
  let row = 0;
  await walkRows(
    csv,
    (_, line) => {
      if (wanted.has(row)) found.set(row, line);
      row += 1;
      return row <= last;
    },
    () => Promise.resolve(),
  );
  return found;
}
