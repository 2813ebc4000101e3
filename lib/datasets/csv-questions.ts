import { counted } from "@/lib/format";
import type { CsvRecord, CsvSyntax } from "./csv-records";
import type { CsvOptions } from "./import-options";
import type { Question } from "./import-question";

/** What is a number or a date, or stands where one might. */
export const likeValue = /^[-+]?[\d.,]+([eE][-+]?\d+)?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?$/;
const total = /^(sub-?)?(total|totals|totales|sum|suma|summe|gesamt|mean|media|average|promedio)\b/i;
/** The longest text that is taken for a unit where some columns have none. */
const unitCharacters = 12;
const delimiterNames: Record<string, string> = {
  ",": "a comma",
  ";": "a semicolon",
  "\t": "a tab",
  "|": "a bar",
};

/** The beginning of a file that is looked at: its records, and how many cells most of them have. */
export type Sample = { syntax: CsvSyntax; records: CsvRecord[]; width: number; whole: boolean };
type Known = { options: CsvOptions; headerLines: number; unitsRow: boolean; delimiters: readonly string[] };

/** What the layout of a file leaves open, with one choice for each reading; what was asked for is not. */
export function questionsOf(sample: Sample, known: Known): Question[] {
  return [
    delimiterQuestion(sample, known),
    headerQuestion(sample, known),
    secondLineQuestion(sample, known),
    footerQuestion(sample, known),
  ].filter((question) => question !== null);
}

function delimiterQuestion({ syntax }: Sample, { delimiters }: Known): Question | null {
  if (delimiters.length === 0) return null;
  const choices = [syntax.delimiter, ...delimiters];
  return {
    about: "delimiter",
    sentence: "Several characters split its lines alike.",
    choices: choices.map((delimiter) => ({
      label: `split by ${delimiterNames[delimiter]}`,
      set: { delimiter },
    })),
  };
}

function headerQuestion({ records }: Sample, { options }: Known): Question | null {
  if (options.headerLines !== undefined || records.length < 2) return null;
  const cells = records[0]!.cells.map((cell) => cell.trim());
  if (!cells.every((cell) => likeValue.test(cell))) return null;
  return {
    about: "header",
    sentence: `The first line holds values only, such as “${cells[0]!.slice(0, 40)}”.`,
    choices: [
      { label: "it names the columns", set: { headerLines: 1 } },
      { label: "it is data, and no line names the columns", set: { headerLines: 0 } },
    ],
  };
}

function secondLineQuestion({ records }: Sample, { options, headerLines, unitsRow }: Known): Question | null {
  if (options.headerLines !== undefined || options.unitsRow !== undefined || unitsRow) return null;
  return askOfSecondLine(
    records.slice(headerLines).map(({ cells }) => cells),
    headerLines,
  );
}

/**
 * Asks about a line of words behind the header, above columns of numbers.
 *
 * @param rows the cells of the first lines behind the header
 */
export function askOfSecondLine(rows: readonly (readonly string[])[], headerLines: number): Question | null {
  const [second, ...rest] = rows.map((cells) => cells.map((cell) => cell.trim()));
  if (!second || rest.length === 0) return null;
  const numeric = second.flatMap((cell, i) => {
    const below = rest.map((cells) => cells[i] ?? "").filter((one) => one !== "");
    return below.length > 0 && below.every((one) => likeValue.test(one)) ? [cell] : [];
  });
  const words = numeric.filter((cell) => cell !== "");
  // A row of a sheet may have no unit for some of its columns.
  if (words.length === 0 || words.some((cell) => likeValue.test(cell))) return null;
  if (words.length < numeric.length && !words.every((cell) => cell.length <= unitCharacters)) return null;
  return {
    about: "second line",
    sentence: `The line behind the header holds words above numbers, such as “${words[0]!.slice(0, 40)}”.`,
    choices: [
      { label: "it holds units", set: { unitsRow: true } },
      { label: "it belongs to the names of the columns", set: { headerLines: headerLines + 1 } },
      { label: "it is data", set: { unitsRow: false } },
    ],
  };
}

function footerQuestion({ records, width, whole }: Sample, { options, headerLines }: Known): Question | null {
  if (!whole || options.footerLines !== undefined || options.lastRow !== undefined) return null;
  const data = records.slice(headerLines).map(({ cells }) => cells);
  return askOfFooter(data, (cells) => cells.length >= width);
}

/**
 * Asks about lines at the end that are cut short, or call themselves totals.
 *
 * @param rows the cells of the last lines, in their order
 * @param isWhole whether a line is as long as the others
 */
export function askOfFooter(
  rows: readonly (readonly string[])[],
  isWhole: (cells: readonly string[]) => boolean = () => true,
): Question | null {
  const last = rows.toReversed();
  const odd = last.findIndex((cells) => isWhole(cells) && !cells.some((cell) => total.test(cell.trim())));
  if (odd <= 0) return null;
  const example = last[odd - 1]!.find((cell) => cell.trim() !== "") ?? "";
  return {
    about: "footer",
    sentence: `The file ends with ${counted(odd, "line")} like “${example.trim().slice(0, 40)}”.`,
    choices: [
      { label: "no data, to be left out", set: { footerLines: odd } },
      { label: "data", set: { footerLines: 0 } },
    ],
  };
}
