import type { ColumnSchema } from "@/lib/frame/frame";
import type { SecondColumns, Step } from "../recipe";
import type { Fitted } from "../steps/step";

/** A recipe with all that it is shown by: the table it begins with and what its steps have learned. */
export type ExportedRecipe = {
  /** What it makes of what, in a sentence. */
  title: string;
  /** The columns before the first step, and after the last. */
  columns: readonly ColumnSchema[];
  after: readonly ColumnSchema[];
  steps: readonly Step[];
  fitted: readonly (Fitted | null)[];
  /** The second tables that steps read: their columns, what they are called, and the name of their files. */
  seconds?: readonly ExportedSecond[];
};
export type ExportedSecond = SecondColumns & { words: string; file: string };

/** Text on one line of a comment: a name could hold a line's end, and code behind it. */
export function comment(text: string): string {
  // Every control character, and what some languages take for a line's end.
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ").replaceAll("*/", "* /");
}
