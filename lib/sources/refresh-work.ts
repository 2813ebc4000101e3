import type { Dictionary } from "@/lib/datasets/dictionary";
import type { ImportOptions } from "@/lib/datasets/import-options";
import type { ColumnSchema } from "@/lib/frame/frame";
import type { Validators } from "@/lib/jobs/kinds/refresh";

/** What the attempt of a refresh is told when it begins, and nobody else ever is. */
export type RefreshWork = {
  secret: Record<string, string> | null;
  /** Whether it may dial addresses inside private networks. */
  allowPrivate: boolean;
  /** Columns that name a row. */
  key: string[];
  validators: Validators | null;
  /** The version that the last refresh made or confirmed. */
  previous: { number: number; sha256: string; bytes: number; rows: number; columns: ColumnSchema[] } | null;
  /** How the last file of the dataset was asked to be read; null where nothing was asked. */
  options: ImportOptions | null;
  /** What is expected of the columns. */
  expect: Dictionary;
  upload: { sha256: string; bytes: number } | null;
};
