import type { Choices } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import type { FailedCell } from "./failed-cell";
import type { ImportNote } from "./import-note";
import type { ImportOptions } from "./import-options";
import type { Question } from "./import-question";

/**
 * How a file would be read: its first rows, or the problem that it is refused for; and the first lines of a
 * text as they stand in it. `rows` are those of the part that was looked at, `whole` whether that is all.
 */
export type ImportPreview = {
  problem: string | null;
  /** What has to be said before the file can be read. */
  choices: Choices | null;
  columns: ColumnSchema[];
  sample: Record<string, string | number | boolean | null>[];
  rows: number;
  whole: boolean;
  /** Whether only the first rows were looked at: asked without `first`, there is more to say. */
  more: boolean;
  note: ImportNote | null;
  questions: Question[];
  used: ImportOptions | null;
  failed: FailedCell[];
  lines: string[];
};
