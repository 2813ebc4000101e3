import { AppError } from "@/lib/errors";
import { counted, integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { csvRecords, type CsvRecord, type CsvSyntax } from "./csv-records";
import { likeValue, questionsOf, type Sample } from "./csv-questions";
import { distinctNames } from "./dialect";
import { blankColumns, textLines, type FixedGuess } from "./fixed-width";
import type { CsvOptions } from "./import-options";
import type { Question } from "./import-question";

/** How the records of a file are told apart, which of them name the columns, and what is in doubt. */
export type CsvShape = CsvSyntax & {
  headerLines: number;
  unitsRow: boolean;
  /** The names of the columns, distinct; the cells of the last line of the header as they stand there. */
  names: string[];
  header: string[];
  units: string[] | null;
  questions: Question[];
  /** What was decided unasked, in sentences. */
  notes: string[];
};

const delimiters = [",", ";", "\t", "|"];
const sampledRecords = 200;

/**
 * Finds out how a file of comma-separated values is laid out. What the options say is taken; of the rest,
 * only what can be read in one way.
 *
 * @param text the beginning of the file, at least its header
 * @param whole whether that is all of it
 * @throws {AppError} INVALID when it is empty, or its header does not end; TOO_LARGE for too many columns
 */
export function csvShape(text: string, options: CsvOptions, whole: boolean): CsvShape {
  if (text.trim() === "") throw new AppError("INVALID", "The file is empty.");
  const separator = /^sep=(.)(?=\r?\n|\r)/i.exec(text)?.[1];
  const base = {
    quote: options.quote ?? '"',
    comment: options.comment ?? null,
    skipLines: options.skipLines ?? (separator ? 1 : 0),
  };
  if (options.boundaries) return fixedShape(text, { ...base, quote: "" }, options, whole);
  const read = (delimiter: string) => sampled(text, { ...base, delimiter }, whole);
  const asked = options.delimiter ?? separator;
  const found = asked ? { best: read(asked), others: [] } : chooseDelimiter(delimiters.map(read));
  const { best } = found;
  const title = options.skipLines === undefined ? titleLines(best) : null;
  const sample = title ? sampled(text, { ...best.syntax, skipLines: base.skipLines + title }, whole) : best;
  const named = headerOf(sample, options, text);
  const notes = [
    ...(separator && !options.skipLines ? ["The first line names the delimiter."] : []),
    ...(title ? [`${counted(title, "line")} before the header left out.`] : []),
  ];
  const questions = questionsOf(sample, { options, ...named, delimiters: found.others });
  return { ...sample.syntax, ...named, questions, notes };
}

function fixedShape(
  text: string,
  base: Omit<CsvSyntax, "delimiter" | "boundaries">,
  options: CsvOptions,
  whole: boolean,
): CsvShape {
  const { boundaries = [], delimiter, quote } = options;
  if (delimiter !== undefined || quote)
    throw new AppError("INVALID", "Give boundaries, or a delimiter and a quote: not both.");
  const read = sampled(text, { ...base, delimiter: ",", boundaries }, whole);
  const sample = { ...read, width: boundaries.length + 1 };
  const named = headerOf(sample, options, text);
  return {
    ...sample.syntax,
    ...named,
    questions: questionsOf(sample, { options, ...named, delimiters: [] }),
    notes: [],
  };
}

/**
 * Looks for columns of fixed width in a text that no delimiter splits into records of one length.
 *
 * @param text the beginning of the file; what is cut off behind its last line end is not looked at
 * @returns null where a delimiter was asked for or splits it, and where there are no such columns
 */
export function fixedGuess(text: string, options: CsvOptions, whole: boolean): FixedGuess | null {
  const { delimiter, boundaries, comment = null, skipLines = 0 } = options;
  if (delimiter !== undefined || boundaries || options.quote || /^sep=.(\r|\n)/i.test(text)) return null;
  const base = { quote: '"', comment, skipLines };
  const isSplit = delimiters.some((one) => {
    const sample = sampled(text, { ...base, delimiter: one }, whole);
    return sample.width > 1 && shareOf(sample).share === 1 && shareOf(sample).from === 0;
  });
  if (isSplit) return null;
  const look = blankColumns();
  const lines = textLines({ comment, skipLines }, look.push);
  lines.push(text);
  if (whole) lines.end();
  return look.guess();
}

function sampled(text: string, syntax: CsvSyntax, whole: boolean): Sample {
  const records: CsvRecord[] = [];
  const reader = csvRecords(syntax, (record) => {
    if (!record.blank) records.push(record);
    return records.length < sampledRecords;
  });
  try {
    reader.push(text);
    if (whole) reader.end();
  } catch (error) {
    // What is wrong behind the header is told with its line when all of the file is read.
    if (!(error instanceof AppError)) throw error;
  }
  return { syntax, records, width: usualWidth(records), whole };
}

/** The number of cells that most records have, the larger one of two; one cell too many, empty, is none. */
function usualWidth(records: readonly CsvRecord[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [usual] = [...counts].sort(([a, n], [b, m]) => m - n || b - a);
  return usual?.[0] ?? 0;
}

/** How many of the records have the usual width, from the first one that has. */
function shareOf({ records, width }: Sample): { share: number; from: number; behind: number } {
  const from = Math.max(
    0,
    records.findIndex(({ cells }) => fitsWidth(cells, width)),
  );
  const behind = records.slice(from);
  const even = behind.filter(({ cells }) => fitsWidth(cells, width)).length;
  return { share: even / Math.max(1, behind.length), from, behind: behind.length };
}

function fitsWidth(cells: readonly string[], width: number): boolean {
  return cells.length === width || (cells.length === width + 1 && cells.at(-1) === "");
}

/** The delimiter that splits the first record most, unless another one fits the records better. */
function chooseDelimiter(samples: Sample[]): { best: Sample; others: string[] } {
  const first = ({ records }: Sample) => records[0]?.cells.length ?? 0;
  const plain = samples.toSorted((a, b) => first(b) - first(a))[0]!;
  const even = samples.filter((one) => one.width > 1 && shareOf(one).share === 1 && shareOf(one).from === 0);
  if (even.includes(plain))
    return { best: plain, others: even.filter((one) => one !== plain).map(({ syntax }) => syntax.delimiter) };
  const likely = samples
    .filter((one) => one.width > 1 && shareOf(one).behind > 1 && shareOf(one).share >= 0.9)
    .toSorted((a, b) => shareOf(b).share - shareOf(a).share || b.width - a.width)[0];
  if (!likely || likely === plain) return { best: plain, others: [] };
  // A file of one column may have a semicolon in each of its lines.
  if (plain.width === 1 && first(plain) === 1) return { best: plain, others: [likely.syntax.delimiter] };
  return { best: first(plain) !== plain.width ? likely : plain, others: [] };
}

/**
 * How many lines of the file stand before the header: each is one cell, and the header holds words. A header
 * that is one cell short, as some programs write it, is none of that.
 */
function titleLines({ records, width, syntax }: Sample): number | null {
  const header = records.findIndex(({ cells }) => fitsWidth(cells, width));
  if (header <= 0 || width < 2 || header > 20) return null;
  if (records.slice(0, header).some(({ cells }) => cells.length > 1)) return null;
  const isName = (cell: string) => cell.trim() !== "" && !likeValue.test(cell.trim());
  if (!records[header]!.cells.every(isName)) return null;
  // A single record says nothing of what stands before it.
  if (records.length - header < 2) return null;
  return records[header]!.line - 1 - syntax.skipLines;
}

function headerOf(sample: Sample, options: CsvOptions, text: string) {
  const { records, syntax } = sample;
  const headerLines = options.headerLines ?? 1;
  const unitsRow = options.unitsRow ?? false;
  const lines = records.slice(0, headerLines).map(({ cells }) => cells);
  if (lines.length < headerLines || records.length === 0) throw noHeader(text, syntax);
  const header = lines.at(-1) ?? [];
  const isFixed = syntax.boundaries !== undefined;
  const width = lines.length > 0 && !isFixed ? Math.max(...lines.map((cells) => cells.length)) : sample.width;
  if (width > limits.datasetColumns) throw new AppError("TOO_LARGE", tooManyColumns(width));
  const joined = Array.from({ length: width }, (_, i) =>
    [...new Set(lines.map((cells) => cells[i]?.trim() ?? ""))].filter((part) => part !== "").join(" "),
  );
  const units = unitsRow ? (records[headerLines]?.cells.map((cell) => cell.trim()) ?? []) : null;
  return { headerLines, unitsRow, names: distinctNames(joined), header, units };
}

function noHeader(text: string, { quote, skipLines }: CsvSyntax): AppError {
  const [line] = text.split(/\r\n|\n|\r/).filter((one) => one !== "");
  return quote !== "" && line?.includes(quote)
    ? new AppError("INVALID", `Line ${integer(skipLines + 1)}: a quoted name does not end.`)
    : new AppError("INVALID", "The file has no line that names its columns.");
}

function tooManyColumns(count: number): string {
  return `The file has ${integer(count)} columns; at most ${integer(limits.datasetColumns)} can be read.`;
}
