import type { FileFormat } from "./engine";

/** How an uploaded file is read, by the end of its name: Parquet, NDJSON, or else CSV. */
export function formatOf(fileName: string): FileFormat {
  if (/\.(parquet|pq)$/i.test(fileName)) return "parquet";
  return /\.(ndjson|jsonl)$/i.test(fileName) ? "ndjson" : "csv";
}
