import type { ImportOptions } from "@/lib/datasets/import-options";

/** Options of formats of which several files are read as one table. */
export type SeveralOptions = Exclude<ImportOptions, { format: "xlsx" }>;

/** Whether these are options of files that may be several: of an archive, or of Parquet under any name. */
export function isOfSeveral(asked: ImportOptions, fileName: string): asked is SeveralOptions {
  return asked.format === "parquet" || (asked.format !== "xlsx" && /\.zip$/i.test(fileName));
}
