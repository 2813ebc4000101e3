import type { EngineRequests, Imported } from "@/lib/datasets/engine";
import { AppError } from "@/lib/errors";
import { importCsv } from "./import-csv";
import { importNdjson } from "./import-ndjson";
import { importParquet } from "./import-parquet";

/** Reads a file of a user and writes it as Parquet, with types that keep every digit. */
export function importFile({
  file,
  format,
  options,
  out,
}: Pick<EngineRequests["import"]["input"], "file" | "format" | "options" | "out">): Promise<Imported> {
  // Options that change nothing yet are refused rather than passed over.
  if (options && Object.keys(options).length > 1)
    throw new AppError("INVALID", `Files are read without options yet: ${format} as it is.`);
  if (format === "parquet") return importParquet(file, out);
  return format === "csv" ? importCsv(file, out) : importNdjson(file, out);
}
