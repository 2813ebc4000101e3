import type { DuckDBConnection } from "@duckdb/node-api";
import type { Imported } from "@/lib/datasets/engine";
import type { Reading } from "@/lib/datasets/guess-reading";
import type { ColumnOptions, CsvOptions } from "@/lib/datasets/import-options";
import { noteOf, type ColumnNote } from "@/lib/datasets/import-note";
import { questionText, type Question } from "@/lib/datasets/import-question";
import { numberExample } from "@/lib/datasets/number-form";
import { literal } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { askOfHeaders } from "./ask-of-headers";
import { decideForms } from "./decide-forms";
import { cellOfColumn, decideReadings, valueOf } from "./detect";
import { identifier } from "./duckdb";
import { leaveOutRows, listFailed, type LineOf } from "./failed-cells";
import { columnOfSettled, settledOf, withReplaced, type ReadColumn } from "./settle-table";
import { settledColumn } from "./settled";
import { countSettled } from "./settled-count";
import type { Decided, TextTable } from "./text-table";
import { writeVersion } from "./version-file";

/** How the columns of a table of text are to be read, and what is known of its file. */
export type TextReading = {
  options: Pick<CsvOptions, "columns" | "onAmbiguous" | "decimal" | "thousands" | "missing">;
  /** How columns of the version before were read, which decides between several readings. */
  before: readonly ColumnOptions[];
  questions: readonly Question[];
  notes: readonly string[];
  units: readonly string[] | null;
  /** The cells of the header, where somebody is to be asked about rows that repeat it. */
  header: readonly string[] | null;
  lineOf: LineOf;
};
/** What is known where nobody asked for anything: every column is read as its cells say. */
export const unasked: TextReading = {
  options: {},
  before: [],
  questions: [],
  notes: [],
  units: null,
  header: null,
  lineOf: () => Promise.resolve(new Map()),
};

/**
 * Writes a table of text columns with the types that were settled, and else with those that all of its cells
 * fit, and says what that meant.
 *
 * @throws {AppError} INVALID for options that name no column of it, for a cell that is to be refused, and
 * where something can be read in several ways and is to be refused then
 */
export async function importText(
  connection: DuckDBConnection,
  table: TextTable,
  out: string,
  reading: TextReading = unasked,
): Promise<Imported> {
  const { options, units } = reading;
  const settled = settledOf(table, options);
  const codes = codesOf(table, options);
  const replaced = { ...table, codes, relation: withReplaced(table, options.columns ?? []) };
  const left = await leaveOutRows(connection, replaced, settled, reading.lineOf);
  const rest = { ...replaced, relation: left.relation };
  const { rows, decided, doubtful } = await decideReadings(connection, rest, settled);
  const formed = await decideForms(connection, rest, { decided, doubtful, before: reading.before });
  const repeated = await askOfHeaders(connection, rest, reading.header, decided);
  const fileQuestions = [...reading.questions, ...repeated];
  const questions = [...fileQuestions, ...formed.questions];
  if (options.onAmbiguous === "refuse" && questions.length > 0)
    throw new AppError("INVALID", questions.slice(0, 5).map(questionText).join(" "));
  for (const [i, column] of formed.taken) settled.set(i, settledColumn(i, column, options));
  // What is written plainly throughout is read so: that takes a fraction of the time.
  const close = [...settled.values()].filter(({ i }) => !decided[i] || formed.taken.has(i));
  const counted = await countSettled(connection, rest.relation, close);
  const columns = table.names.map((name, i): ReadColumn => {
    const unit = units?.[i] ? { unit: units[i].slice(0, 200) } : {};
    const one = counted.has(i)
      ? columnOfSettled(settled.get(i)!, counted.get(i)!, formed.taken.has(i))
      : withForm(columnOf(name, i, decided[i]!), settled.has(i));
    const asked = options.columns?.find((column) => column.name === name);
    const kept = formed.questions.find((question) => question.column === name)
      ? { kept: one.note.kept ?? keptOf(decided[i]!) }
      : {};
    const note = { ...one.note, ...kept, ...unit, ...left.notes.get(i) };
    return { ...one, note, used: { ...asked, ...(settled.get(i)?.used ?? one.used) } };
  });
  const query = columns.map(({ sql }, i) => `${sql} AS ${identifier(table.names[i]!)}`).join(", ");
  const written = await writeVersion(connection, `SELECT ${query} FROM ${rest.relation}`, out, {
    columns: columns.map(({ type }, i) => ({ name: table.names[i]!, type })),
    expected: { rows, missing: columns.map(({ missing }) => missing) },
  });
  const failing = close.filter(({ i }) => counted.get(i)!.failed > 0);
  const failed = await listFailed(connection, rest.relation, failing, reading.lineOf);
  const fileNotes = [...reading.notes, ...left.sentences, ...fileQuestions.map(questionText)];
  return {
    ...written,
    note: noteOf(
      columns.map(({ note }) => note),
      fileNotes,
    ),
    used: { format: "csv", ...options, columns: columns.map(({ used }) => used) },
    questions,
    failed: [...left.failed, ...failed],
  };
}

/** What stands for a missing cell, by place of the column, where that was asked. */
function codesOf({ names }: TextTable, { columns = [], missing }: TextReading["options"]) {
  const own = new Map(columns.map((column) => [column.name, column.missing]));
  return new Map(
    names.flatMap((name, i) => {
      const codes = own.get(name) ?? missing;
      return codes ? [[i, codes] as const] : [];
    }),
  );
}

/** Why a column that is asked about stays text. */
function keptOf({ open }: Decided): NonNullable<ColumnNote["kept"]> {
  return { why: open?.kind === "date" ? "day or month" : "thousands", example: open?.example ?? "" };
}

function columnOf(name: string, i: number, { reading, missing, note }: Decided): ReadColumn {
  const { type, comma, groups } = reading;
  const form =
    type === "number" ? { decimal: comma ? ("," as const) : ("." as const), thousands: groups } : {};
  return { type, sql: readAs(reading, i), missing, note, used: { name, type, ...form } };
}

/** What a way of writing numbers says that was found out, and that nobody asked for. */
function withForm(column: ReadColumn, isAsked: boolean): ReadColumn {
  const { decimal = ".", thousands = "" } = column.used;
  if (isAsked || thousands === "") return column;
  return { ...column, note: { ...column.note, writtenAs: numberExample({ decimal, thousands }) } };
}

function readAs(reading: Reading, i: number): string {
  const { type, codes } = reading;
  const cell = cellOfColumn(i, reading);
  const isMissing = codes.length > 0 ? `${cell} IN (${codes.map(literal).join(", ")})` : null;
  if (type === "text") {
    // Text is kept verbatim, spaces and all; only what is blank or a code is missing.
    const blank = [...(reading.trims ? [`${cell} IS NULL`] : []), ...(isMissing ? [isMissing] : [])];
    return blank.length > 0 ? `CASE WHEN ${blank.join(" OR ")} THEN NULL ELSE c${i} END` : `c${i}`;
  }
  const typed = type === "boolean" ? `TRY_CAST(${cell} AS BOOLEAN)` : valueOf(cell, reading)!;
  // A code that was asked for may be a value too.
  const value = isMissing ? `CASE WHEN ${isMissing} THEN NULL ELSE ${typed} END` : typed;
  return type === "number" ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
}
