import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { listing } from "./listing";

const table = /\.(csv|tsv|tab|txt|ndjson|jsonl|json|geojson|parquet|pq|xlsx|xlsm)$/i;
const parquet = /\.(parquet|pq)$/i;
const archive = /\.(zip|gz|tgz|zst|bz2|xz|7z|rar|tar)$/i;
/** What systems put beside the files of a folder. */
const systems = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/i;
/** Files that are told by name; of more, how many there are. */
const namesListed = 5;
const partition = /(^|\/)[^/=]+=[^/]+\//;
const documents: readonly (readonly [RegExp, string])[] = [
  [/^xl\/workbook\.bin$/, "a binary Excel workbook (.xlsb). Save it as .xlsx"],
  [/^word\/document\.xml$/, "a Word document. Save the table as CSV or .xlsx"],
  [/^ppt\/presentation\.xml$/, "a PowerPoint presentation. Save the table as CSV or .xlsx"],
  [/^Index\/Document\.iwa$/, "a Numbers document. Export it as .xlsx or CSV"],
];

/** The comment of an archive whose files are read in the order in which they lie in it. */
export const filesInOrder = "files in order";

/** What a zip archive holds: an Excel workbook, or files that are read as one table, in this order. */
export type ArchiveFiles = { kind: "workbook" } | { kind: "tables"; tables: string[]; said: string[] };

/**
 * Chooses what is read of a zip archive: its tables in the order of their names, by code points, or as they
 * lie in it. What is left out is said.
 *
 * @param names the paths of its files
 * @param asked whether folders of Parquet files that stand for values are read as columns
 * @throws {AppError} INVALID for documents of other programs, archives inside, folders that stand for
 * values, and where no file is a table
 */
export function tablesIn(names: readonly string[], { folders = false, inOrder = false } = {}): ArchiveFiles {
  if (names.includes("xl/workbook.xml")) return { kind: "workbook" };
  const document = documents.find(([pattern]) => names.some((name) => pattern.test(name)));
  if (document) throw new AppError("INVALID", `The file is ${document[1]} and upload that.`);
  if (names.includes("content.xml") && names.includes("mimetype"))
    throw new AppError(
      "INVALID",
      "The file is an OpenDocument file (.ods). Save it as .xlsx and upload that.",
    );
  const all = names.filter((name) => !systems.test(name));
  const files = inOrder ? all : all.toSorted(byCodePoints);
  const nested = files.find((name) => archive.test(name));
  if (nested) throw new AppError("INVALID", `The archive holds another archive, ${nested}. Unpack it once.`);
  const tables = chosen(files);
  const folder = tables.find((name) => partition.test(name));
  if (folder && !(folders && tables.every((name) => parquet.test(name)))) throw folderLost(folder);
  return { kind: "tables", tables, said: saidOf(files, tables, inOrder) };
}

function folderLost(folder: string): AppError {
  const lost = `The folders of ${folder} stand for values of a column, which would be lost.`;
  if (!parquet.test(folder)) return new AppError("INVALID", `${lost} Write the table as one file.`);
  return new AppError("INVALID", `${lost} Say by the option partitions that they are columns.`, {
    choices: { format: "parquet", option: "partitions", values: ["columns"] },
  });
}

function chosen(files: readonly string[]): string[] {
  if (files.length === 0) throw new AppError("INVALID", "The archive is empty.");
  if (files.length === 1) return [...files];
  const tables = files.filter((name) => table.test(name));
  const data = tables.filter((name) => !/\.txt$/i.test(name));
  const best = data.length > 0 ? data : tables;
  if (best.length > 0) return best;
  throw new AppError(
    "INVALID",
    `No file of the archive is a table by its name: ${listing(files, namesListed)}.`,
  );
}

function saidOf(files: readonly string[], tables: readonly string[], inOrder: boolean): string[] {
  const order = inOrder ? "as they were given" : "in the order of their names";
  const others = files.filter((name) => !tables.includes(name));
  const [many, few] = [integer(tables.length), others.length === 1 ? "file" : "files"];
  return [
    ...(tables.length > 1
      ? [`${many} files read as one table, ${order}: ${listing(tables, namesListed)}`]
      : []),
    ...(others.length > 0
      ? [`${integer(others.length)} other ${few} of the archive not read: ${listing(others, namesListed)}`]
      : []),
  ];
}

function byCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
