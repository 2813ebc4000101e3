import { rmSync } from "node:fs";
import type { EngineRequests, Imported } from "@/lib/datasets/engine";
import { withFileNotes } from "@/lib/datasets/import-note";
import { xlsxOptionsSchema, type CsvOptions, type ImportOptions } from "@/lib/datasets/import-options";
import { AppError } from "@/lib/errors";
import { importCsv } from "./import-csv";
import { importJson } from "./import-json";
import { importNdjson } from "./import-ndjson";
import { importParquet } from "./import-parquet";
import { importXlsx } from "./import-xlsx";
import { inPart } from "./in-part";
import { joinCsv } from "./join-csv";
import { withUnpacked, type Part, type Source } from "./unpack";
import { ownName } from "./own-name";

/** Reads a file of a user, packed or not, and writes it as Parquet, with types that keep every digit. */
export function importFile({
  file,
  format,
  options,
  before,
  out,
}: Pick<
  EngineRequests["import"]["input"],
  "file" | "format" | "options" | "before" | "out"
>): Promise<Imported> {
  const act = async (source: Source) => {
    if (options && options.format !== source.format)
      throw new AppError(
        "INVALID",
        `The options are those of ${options.format}, and the file is ${source.format}.`,
      );
    const {
      note = null,
      used = { format: source.format },
      ...imported
    } = await read(source, {
      options,
      before,
      out,
    });
    return { ...imported, used, note: withFileNotes(note, source.said) };
  };
  const folders = options?.format === "parquet" && options.partitions === "columns";
  return withUnpacked(file, format, act, { folders });
}

type Asked = Pick<EngineRequests["import"]["input"], "options" | "before" | "out">;

/** Refuses options that change nothing yet, rather than passing over them. */
function requireFollowed(options: ImportOptions | undefined): void {
  const known: Partial<Record<ImportOptions["format"], string[]>> = {
    json: ["path", "columns", "fileColumn"],
    ndjson: ["columns", "fileColumn"],
    parquet: ["columns", "partitions", "fileColumn"],
    xlsx: Object.keys(xlsxOptionsSchema.shape),
  };
  const told = Object.keys(options ?? {}).find(
    (key) => !["format", "onAmbiguous", ...(known[options!.format] ?? [])].includes(key),
  );
  if (told !== undefined)
    throw new AppError("INVALID", `The option ${told} does nothing yet for files of ${options!.format}.`);
}

function read({ format, parts }: Source, { options, before, out }: Asked): Promise<Imported> {
  requireSeveral(parts, options);
  if (format === "csv") {
    const told = options?.format === "csv" ? options : undefined;
    return importOneOrMoreCsv(parts, { options: told, before, out });
  }
  requireFollowed(options);
  if (format === "parquet") return importParquet(parts, out, options?.format === "parquet" ? options : {});
  if (format === "ndjson") return importNdjson(parts, out, options?.format === "ndjson" ? options : {});
  if (format === "json") return importJson(parts, out, options?.format === "json" ? options : {});
  const told = options?.format === "xlsx" ? { options } : {};
  return inPart(parts[0]!, () => importXlsx(parts[0]!, out, { ...told, before }));
}

/** The name of the only file says nothing of a row; a folder of Parquet may have a single file today. */
function requireSeveral(parts: readonly Part[], options: ImportOptions | undefined): void {
  if (parts.length > 1 || !options || options.format === "parquet" || options.format === "xlsx") return;
  if (options.fileColumn !== undefined)
    throw new AppError("INVALID", "The option fileColumn is for several files, and there is one.");
}

async function importOneOrMoreCsv(
  parts: readonly Part[],
  { options, before, out }: Omit<Asked, "options"> & { options: CsvOptions | undefined },
): Promise<Imported> {
  if (parts.length === 1) return inPart(parts[0]!, () => importCsv(parts[0]!.file, out, options, before));
  requirePlainLayout(options);
  const all = `${ownName("joined")}.csv`;
  try {
    const said = await joinCsv(parts, all, options);
    const { fileColumn, ...told } = options ?? { format: "csv" as const };
    const imported = await importCsv(all, out, options && told, before);
    const named = fileColumn === undefined ? {} : { fileColumn };
    const used = imported.used && { used: { ...(imported.used as CsvOptions), ...named } };
    return { ...imported, ...used, note: withFileNotes(imported.note ?? null, said) };
  } finally {
    rmSync(all, { force: true });
  }
}

/** The layout of a plain file, the only one that several files can have which are read as one. */
const plain: Partial<CsvOptions> = {
  encoding: "utf-8",
  boundaries: undefined,
  quote: '"',
  skipLines: 0,
  headerLines: 1,
  unitsRow: false,
  firstRow: 1,
  lastRow: undefined,
  footerLines: 0,
  comment: undefined,
  ragged: "refuse",
  dropRepeatedHeaders: false,
};

function requirePlainLayout(options: CsvOptions | undefined): void {
  const layout = Object.keys(plain) as (keyof CsvOptions)[];
  const told = layout.find((key) => options?.[key] !== undefined && options[key] !== plain[key]);
  if (told !== undefined)
    throw new AppError("INVALID", `The option ${told} is for a single file, and there are several.`);
}
