import { rmSync } from "node:fs";
import type { EngineRequests, Imported } from "@/lib/datasets/engine";
import { withFileNotes } from "@/lib/datasets/import-note";
import type { ImportOptions } from "@/lib/datasets/import-options";
import { AppError } from "@/lib/errors";
import { importCsv } from "./import-csv";
import { importJson } from "./import-json";
import { importNdjson } from "./import-ndjson";
import { importParquet } from "./import-parquet";
import { importXlsx } from "./import-xlsx";
import { inPart } from "./in-part";
import { joinCsv } from "./join-csv";
import { withUnpacked, type Part, type Source } from "./unpack";

let joined = 0;

/** Reads a file of a user, packed or not, and writes it as Parquet, with types that keep every digit. */
export function importFile({
  file,
  format,
  options,
  out,
}: Pick<EngineRequests["import"]["input"], "file" | "format" | "options" | "out">): Promise<Imported> {
  // Options that change nothing yet are refused rather than passed over.
  if (options && Object.keys(options).length > 1 && !appliesTo(options))
    throw new AppError("INVALID", `Files are read without options yet: ${format} as it is.`);
  return withUnpacked(file, format, async (source) => {
    if (options && options.format !== source.format)
      throw new AppError(
        "INVALID",
        `The options are those of ${options.format}, and the file is ${source.format}.`,
      );
    const { note = null, used = { format: source.format }, ...imported } = await read(source, out, options);
    return { ...imported, used, note: withFileNotes(note, source.said) };
  });
}

function appliesTo(options: ImportOptions): boolean {
  const known: Partial<Record<ImportOptions["format"], string[]>> = {
    json: ["format", "path"],
    xlsx: ["format", "sheet", "headerRow", "headerLines", "hidden"],
  };
  return Object.keys(options).every((key) => known[options.format]?.includes(key));
}

function read({ format, parts }: Source, out: string, options?: ImportOptions): Promise<Imported> {
  if (format === "parquet") return importParquet(parts, out);
  if (format === "ndjson") return importNdjson(parts, out);
  if (format === "csv") return importOneOrMoreCsv(parts, out);
  if (format === "json") return importJson(parts, out, options?.format === "json" ? options : {});
  return inPart(parts[0]!, () => importXlsx(parts[0]!, out, options?.format === "xlsx" ? options : {}));
}

async function importOneOrMoreCsv(parts: readonly Part[], out: string): Promise<Imported> {
  if (parts.length === 1) return inPart(parts[0]!, () => importCsv(parts[0]!.file, out));
  const all = `joined-${(joined += 1)}.csv`;
  try {
    await joinCsv(parts, all);
    return await importCsv(all, out);
  } finally {
    rmSync(all, { force: true });
  }
}
