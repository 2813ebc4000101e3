import ts from "typescript";
import type { TextEdit } from "@/lib/notebooks/text-edits";
import { isCode, pathOf, type Made } from "./cell-text";

/** How code of cells is set, as the house sets its own. */
const settings: ts.FormatCodeSettings = {
  ...ts.getDefaultFormatCodeSettings("\n"),
  indentSize: 2,
  tabSize: 2,
  semicolons: ts.SemicolonPreference.Ignore,
  insertSpaceAfterOpeningAndBeforeClosingNonemptyBraces: true,
  insertSpaceAfterFunctionKeywordForAnonymousFunctions: true,
  insertSpaceBeforeFunctionParenthesis: false,
  trimTrailingWhitespace: true,
};

/** Edits of blanks alone that set a cell's code well, in the order of their places. */
export function formattingOf(service: ts.LanguageService, made: Made | undefined): TextEdit[] {
  if (!made || !isCode(made.cell)) return [];
  const { cell } = made;
  const { source } = cell;
  return service
    .getFormattingEditsForDocument(pathOf(cell.id), settings)
    .filter(({ span }) => span.start + span.length <= source.length)
    .map(({ span, newText }) => ({ at: span.start, remove: span.length, text: newText }))
    .filter(({ at, remove, text }) => source.slice(at, at + remove) !== text)
    .sort((a, b) => a.at - b.at);
}
