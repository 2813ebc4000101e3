import { askOfFooter, askOfSecondLine } from "../csv-questions";
import type { XlsxOptions } from "../import-options";
import type { Question } from "../import-question";
import type { SheetHead } from "./sheet-head";
import type { SheetRow } from "./sheet-reader";

/**
 * What the layout of a sheet leaves open: whether a row of units follows its header, and whether it ends with
 * totals. What was asked for is not.
 *
 * @param first the first rows of data
 * @param last the last ones
 */
export function sheetQuestions(
  { lines }: Pick<SheetHead, "lines">,
  { first, last }: { first: readonly SheetRow[]; last: readonly SheetRow[] },
  asked: Pick<Partial<XlsxOptions>, "headerLines" | "unitsRow" | "footerLines" | "lastRow">,
): Question[] {
  const asksUnits = asked.headerLines === undefined && asked.unitsRow === undefined && lines > 0;
  const asksFooter = asked.footerLines === undefined && asked.lastRow === undefined;
  return [
    asksUnits ? askOfSecondLine(first.map(cellsOf), lines) : null,
    asksFooter ? askOfFooter(last.map(cellsOf)) : null,
  ].filter((question) => question !== null);
}

function cellsOf({ cells }: SheetRow): string[] {
  const texts: string[] = [];
  for (const { column, text } of cells) texts[column] = text;
  return Array.from(texts, (text) => text ?? "");
}
