import { AppError } from "@/lib/errors";
import type { Sheet } from "./workbook";

/**
 * The sheet that is read: the one that was asked for, or the only one with cells.
 *
 * @param filled the sheets with cells, in their order
 * @throws {AppError} INVALID when there is none of that name, none with cells, or several and none was asked
 * for; with their names
 */
export function chooseSheet(
  sheets: readonly Sheet[],
  filled: readonly Sheet[],
  asked: string | undefined,
): Sheet {
  if (asked !== undefined) {
    const sheet = filled.find(({ name }) => name === asked);
    if (sheet) return sheet;
    const why = sheets.some(({ name }) => name === asked) ? "holds no cells" : "is not in the workbook";
    throw new AppError("INVALID", `The sheet “${asked}” ${why}. ${listing(filled)}`);
  }
  if (filled.length === 1) return filled[0]!;
  if (filled.length === 0) throw new AppError("INVALID", "The workbook holds no cells.");
  throw new AppError(
    "INVALID",
    `Several sheets of the workbook hold cells. Say which one by the option sheet. ${listing(filled)}`,
    { choices: { format: "xlsx", option: "sheet", values: filled.map(({ name }) => name) } },
  );
}

function listing(sheets: readonly Sheet[]): string {
  if (sheets.length === 0) return "No sheet holds any.";
  const names = sheets.slice(0, 20).map(({ name, hidden }) => `“${name}”${hidden ? " (hidden)" : ""}`);
  const more = sheets.length > 20 ? ` and ${sheets.length - 20} more` : "";
  return `There are ${names.join(", ")}${more}.`;
}
