import type { ColumnOptions, CsvOptions, XlsxOptions } from "./import-options";

/**
 * Something about a file that can be read in several ways, of which none is taken unasked. Each choice says
 * what it sets: options of the file, or of the column where one is named.
 */
export type Question = {
  about:
    | "encoding"
    | "delimiter"
    | "fixed width"
    | "header"
    | "second line"
    | "footer"
    | "repeated header"
    | "column";
  column?: string;
  sentence: string;
  choices: { label: string; set: Partial<CsvOptions> | Partial<XlsxOptions> | Partial<ColumnOptions> }[];
};

/** A question as one sentence of a refusal or a note. */
export function questionText({ column, sentence, choices }: Question): string {
  const about = column === undefined ? "" : `Column ${column}: `;
  return `${about}${sentence} It may be: ${choices.map(({ label }) => label).join("; or ")}.`;
}
