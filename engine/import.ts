import type { EngineRequests, Imported } from "@/lib/datasets/engine";
import { importCsv } from "./import-csv";
import { importNdjson } from "./import-ndjson";
import { importParquet } from "./import-parquet";

/** Reads a file of a user and writes it as Parquet, with types that keep every digit. */
export function importFile({
  file,
  format,
  out,
}: Pick<EngineRequests["import"]["input"], "file" | "format" | "out">): Promise<Imported> {
  if (format === "parquet") return importParquet(file, out);
  return format === "csv" ? importCsv(file, out) : importNdjson(file, out);
}
