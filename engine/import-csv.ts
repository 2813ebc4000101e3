import { rmSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { csvScan, type LineEnds } from "@/lib/datasets/csv-scan";
import { csvShape, fixedGuess, type CsvShape } from "@/lib/datasets/csv-shape";
import type { Imported } from "@/lib/datasets/engine";
import type { ColumnOptions, CsvOptions } from "@/lib/datasets/import-options";
import type { Question } from "@/lib/datasets/import-question";
import { blankColumns, textLines, type FixedGuess } from "@/lib/datasets/fixed-width";
import { listing } from "@/lib/datasets/listing";
import { literal } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { lineBytes, linesOfRows, writeCopy, type CsvCopy } from "./csv-copy";
import { lookAt, pieces, startOf, textOf, withoutMark, type FileLook } from "./csv-file";
import { withDuckDb } from "./duckdb";
import { importText } from "./import-text";
import { ownName } from "./own-name";

/** A file as it is to be read: what it looks like, how it is laid out, and what was asked. */
type CsvFile = {
  file: string;
  look: FileLook;
  shape: CsvShape;
  options: CsvOptions;
  before: readonly ColumnOptions[];
};

/**
 * Reads a file of comma-separated values. DuckDB reads it as it is where it is UTF-8, has its header first
 * and all its lines end alike; else, and where DuckDB fails, we read it ourselves, say what is wrong with
 * which line, or hand DuckDB a copy.
 *
 * @param before how columns of the version before were read, which decides between several readings
 */
export async function importCsv(
  file: string,
  out: string,
  options: CsvOptions = { format: "csv" },
  before: readonly ColumnOptions[] = [],
): Promise<Imported> {
  const look = await lookAt(file, options.encoding);
  const shape = await shapeOf(file, look, options);
  const csv = { file, look, shape, options, before };
  const copy = `${ownName("copy")}.csv`;
  try {
    return isPlain(csv) ? await importPlain(csv, copy, out) : await importCopy(csv, copy, out);
  } catch (error) {
    throw isReaders(error) ? unreadable(error as Error) : error;
  } finally {
    rmSync(copy, { force: true });
  }
}

/** How a file is laid out; its lines stand in columns of fixed width where that holds of all of them. */
async function shapeOf(file: string, look: FileLook, options: CsvOptions): Promise<CsvShape> {
  const { text, whole } = await startOf(file, look.encoding);
  const first = fixedGuess(text, options, whole);
  const guess = first?.sure && !whole ? await guessOfAll(file, look, options) : first;
  if (!first || !guess?.sure || guess.boundaries.length !== first.boundaries.length) {
    const shape = csvShape(text, options, whole);
    return first ? { ...shape, questions: [...shape.questions, widthQuestion(first, shape)] } : shape;
  }
  const shape = csvShape(text, { ...options, boundaries: guess.boundaries }, whole);
  return {
    ...shape,
    notes: [...shape.notes, "Read as columns of fixed width: all lines are blank between them."],
  };
}

async function guessOfAll(file: string, look: FileLook, options: CsvOptions): Promise<FixedGuess | null> {
  const columns = blankColumns();
  const { comment = null, skipLines = 0 } = options;
  const lines = textLines({ comment, skipLines }, columns.push);
  for await (const text of textOf(file, look.encoding)) lines.push(text);
  lines.end();
  return columns.guess();
}

function widthQuestion({ boundaries }: FixedGuess, { delimiter, names }: CsvShape): Question {
  return {
    about: "fixed width",
    sentence: "Its lines may stand in columns of fixed width.",
    choices: [
      { label: `columns that begin at ${listing(boundaries.map(String), 8)}`, set: { boundaries } },
      { label: names.length > 1 ? "records with delimiters" : "one column", set: { delimiter } },
    ],
  };
}

/** Whether DuckDB reads the file as it is meant: its header first, and nothing left out. */
function isPlain({ look, shape, options }: CsvFile): boolean {
  const { quote, comment, skipLines, headerLines, unitsRow } = shape;
  const { firstRow = 1, lastRow, footerLines = 0, ragged, dropRepeatedHeaders, columns } = options;
  return (
    look.encoding === "utf-8" &&
    !shape.boundaries &&
    !look.innerMark &&
    quote === '"' &&
    comment === null &&
    skipLines === 0 &&
    headerLines === 1 &&
    !unitsRow &&
    firstRow === 1 &&
    lastRow === undefined &&
    footerLines === 0 &&
    (ragged ?? "refuse") === "refuse" &&
    !dropRepeatedHeaders &&
    !columns?.some(({ onFail }) => onFail === "drop rows")
  );
}

async function importPlain(csv: CsvFile, copy: string, out: string): Promise<Imported> {
  const { file, look, shape } = csv;
  const uniform = !look.startsBlank && (!look.hasCr || isUniform(await scan(file, shape)));
  if (uniform)
    try {
      return await importFrom(csv, file, out);
    } catch (error) {
      if (!isReaders(error)) throw error;
    }
  await scan(file, shape, copy);
  return importFrom(csv, copy, out);
}

function importFrom(csv: CsvFile, file: string, out: string): Promise<Imported> {
  const { delimiter, names } = csv.shape;
  const columns = names.map((_, i) => `c${i}: 'VARCHAR'`).join(", ");
  const relation = `read_csv(${literal(file)}, auto_detect = false, header = true,
    delim = ${literal(delimiter)},    quote = '"', escape = '"', columns = {${columns}}, strict_mode = true,
    max_line_size = ${lineBytes}, buffer_size = ${2 * lineBytes})`;
  return read(csv, { relation, source: file, notes: [], questions: [] }, out);
}

async function importCopy(csv: CsvFile, copy: string, out: string): Promise<Imported> {
  const written = await writeCopy(csv, copy);
  return read(csv, { ...written, source: copy }, out);
}

type Source = Pick<CsvCopy, "relation" | "notes" | "questions"> & { source: string };

async function read(csv: CsvFile, { relation, source, ...found }: Source, out: string): Promise<Imported> {
  const { look, shape, options, before } = csv;
  const { boundaries, delimiter, quote, skipLines, headerLines, unitsRow, names, units } = shape;
  const { decimal, thousands, dateOrder } = options;
  const isComma = decimal === ",";
  const decimalComma = decimal ? isComma : delimiter === ";" || delimiter === "\t";
  const dotThousands = decimal ? isComma : delimiter === ";";
  const isRemembered = before.length > 0 && Object.keys(options).length > 1;
  const remembered = isRemembered ? ["Read with the options of the version before"] : [];
  const marked = look.supposed ? [supposed] : [];
  const made = await withDuckDb({ files: [source, out] }, (connection) =>
    importText(
      connection,
      { relation, names, decimalComma, dotThousands, asked: { decimal, thousands, dateOrder } },
      out,
      {
        options,
        before,
        questions: [...(look.supposed ? [encodingQuestion] : []), ...shape.questions, ...found.questions],
        notes: [...remembered, ...marked, ...shape.notes, ...found.notes],
        units,
        header: headerLines > 0 && options.dropRepeatedHeaders === undefined ? shape.header : null,
        lineOf: (rows) => linesOfRows(csv, rows),
      },
    ),
  );
  const used: CsvOptions = {
    ...options,
    encoding: look.encoding,
    ...(boundaries ? { boundaries: [...boundaries], quote: "" } : { delimiter, quote: quote as '"' }),
    skipLines,
    headerLines,
    unitsRow,
    columns: made.used?.columns ?? [],
  };
  return { ...made, used };
}

const supposed =
  "Read as Windows-1252 (Latin-1): it is no UTF-8, and nothing in a file tells this from its like.";
const encodingQuestion: Question = {
  about: "encoding",
  sentence: "The file is no UTF-8; letters with accents may come out wrong.",
  choices: [{ label: "Windows-1252 (Latin-1)", set: { encoding: "windows-1252" } }],
};

/** Walks over the records of a file; with `copy` it writes them there, each with LF at its end. */
async function scan(file: string, { delimiter, names }: CsvShape, copy?: string): Promise<LineEnds> {
  const handle = copy ? await open(copy, "w") : null;
  try {
    const ready: Uint8Array[] = [];
    const write = handle ? (bytes: Uint8Array) => ready.push(bytes) : undefined;
    const walk = csvScan({ delimiter, columns: names.length }, write);
    let first = true;
    for await (const piece of pieces(file)) {
      walk.push(first ? withoutMark(piece) : piece);
      first = false;
      await flush(handle, ready);
    }
    const ends = walk.end();
    await flush(handle, ready);
    return ends;
  } finally {
    await handle?.close();
  }
}

async function flush(handle: FileHandle | null, ready: Uint8Array[]): Promise<void> {
  for (const bytes of ready.splice(0)) await handle?.write(bytes);
}

function isUniform({ lf: alone, crlf, cr: old, insideQuotes }: LineEnds): boolean {
  return [alone, crlf, old].filter((count) => count > 0).length <= 1 && !insideQuotes;
}

/**
 * Whether DuckDB says that it cannot read the file, rather than that it lacks memory or is at fault itself.
 */
function isReaders(error: unknown): boolean {
  return (
    error instanceof Error && !(error instanceof AppError) && /CSV|Invalid Input Error/.test(error.message)
  );
}

/** Nothing is wrong with any record, and yet it cannot be read: a line that is too long, for one. */
function unreadable({ message }: Error): AppError {
  const line = message.match(/CSV Error on Line: (\d+)/)?.[1];
  const what = message
    .split("\n")
    .find((part) => part && !/^(Invalid|Original|Possible|\*|This can)/.test(part));
  const where = line ? `Line ${integer(Number(line))}` : "The file";
  return new AppError("INVALID", `${where} cannot be read: ${what ?? "it does not follow the rules of CSV"}`);
}
