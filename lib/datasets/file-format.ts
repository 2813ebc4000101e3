import { AppError } from "@/lib/errors";
import type { FileFormat } from "./engine";
import { jsonShape } from "./json-shape";

/** What a file is by its first bytes: something that is read, or something that is unpacked first. */
export type Content = FileFormat | "gzip" | "zip" | "zstd";

const packed = /\.(gz|gzip|zst|zstd|zip)$/i;
const byName: readonly (readonly [FileFormat, RegExp])[] = [
  ["parquet", /\.(parquet|pq)$/i],
  ["ndjson", /\.(ndjson|jsonl)$/i],
  ["json", /\.(json|geojson)$/i],
  ["xlsx", /\.xls[xm]?$/i],
];

/**
 * What the name of a file says that it is; CSV when it says nothing. What is inside decides, the name only
 * where that can be read in two ways.
 */
export function formatOf(fileName: string): FileFormat {
  const name = fileName.replace(packed, "");
  return byName.find(([, pattern]) => pattern.test(name))?.[0] ?? "csv";
}

type Signature = readonly [bytes: string, offset?: number];
type Refused = { signatures: readonly Signature[]; what: string; instead: string };
const saveTable = "Save the table as CSV or .xlsx and upload that.";
const unpackFirst = "Unpack it, or pack it as gzip, zip or zstd, and upload it again.";
const readable = "CSV, TSV, JSON, NDJSON, Parquet and .xlsx can be read.";

const read: readonly (readonly [Content, Signature])[] = [
  ["parquet", ["PAR1"]],
  ["gzip", ["\x1f\x8b"]],
  ["zstd", ["\x28\xb5\x2f\xfd"]],
  ["zstd", ["\x2a\x4d\x18", 1]], // a frame that holds no data comes first
  ["zip", ["PK\x03\x04"]],
  ["zip", ["PK\x05\x06"]],
  ["zip", ["PK\x07\x08"]],
];
const refused: readonly Refused[] = [
  { signatures: [["PARE"]], what: "an encrypted Parquet file", instead: "Write it without encryption." },
  { signatures: [["%PDF-"]], what: "a PDF", instead: saveTable },
  {
    signatures: [["\x89PNG\r\n"], ["\xff\xd8\xff"], ["GIF8"], ["II*\0"], ["MM\0*"], ["WEBP", 8]],
    what: "an image",
    instead: readable,
  },
  { signatures: [["{\\rtf"]], what: "an RTF document", instead: saveTable },
  {
    signatures: [
      ["\x09\0\x04\0"],
      ["\x09\x02\x06\0"],
      ["\x09\x04\x06\0"],
      ["\x09\x08\x08\0"],
      ["\x09\x08\x10\0"],
    ],
    what: "an old Excel workbook (.xls)",
    instead: "Save it as .xlsx and upload that.",
  },
  { signatures: [["BZh"]], what: "compressed as bzip2", instead: unpackFirst },
  { signatures: [["\xfd7zXZ\0"]], what: "compressed as xz", instead: unpackFirst },
  { signatures: [["7z\xbc\xaf\x27\x1c"]], what: "a 7z archive", instead: unpackFirst },
  { signatures: [["Rar!\x1a\x07"]], what: "a RAR archive", instead: unpackFirst },
  { signatures: [["ustar", 257]], what: "a tar archive", instead: "Put its files into a zip archive." },
  {
    signatures: [["SQLite format 3\0"]],
    what: "an SQLite database",
    instead: "Export the table as CSV and upload that.",
  },
  { signatures: [["ARROW1"]], what: "an Arrow file", instead: "Write it as Parquet." },
  { signatures: [["ORC"]], what: "an ORC file", instead: "Write it as Parquet." },
  { signatures: [["Obj\x01"]], what: "an Avro file", instead: "Write it as Parquet." },
  { signatures: [["\x89HDF\r\n"]], what: "an HDF5 file", instead: "Write the table as Parquet or CSV." },
  { signatures: [["\x93NUMPY"]], what: "a NumPy array", instead: "Write it as Parquet or CSV." },
];
const ole2: Signature = ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"];

/**
 * What a file is, by its first bytes; its name is asked only where they leave two readings open.
 *
 * @param head the first bytes of the file, up to a megabyte
 * @param whole whether they are all of it
 * @param named what its name says
 * @throws {AppError} INVALID by name for what cannot be read, with what to do
 */
export function contentOf(head: Uint8Array, whole: boolean, named: FileFormat): Content {
  const found = read.find(([, signature]) => begins(head, signature));
  if (found) return found[0];
  if (begins(head, ole2)) throw refusal(oldOffice(head));
  const bad = refused.find(({ signatures }) => signatures.some((signature) => begins(head, signature)));
  if (bad && isBinary(head, bad)) throw refusal(bad);
  requireNamedBinary(head, named);
  return textContent(head, whole, named);
}

/** A signature of letters alone, such as ORC, may begin a CSV file too: what is text throughout is none. */
function isBinary(head: Uint8Array, { signatures }: Refused): boolean {
  return signatures.some(([bytes]) => /[^ -~]/.test(bytes) || bytes === "%PDF-" || bytes.startsWith("{"))
    ? true
    : head.includes(0);
}

function requireNamedBinary(head: Uint8Array, named: FileFormat): void {
  if (!head.includes(0) || startsUtf16(head)) return;
  if (named === "parquet") throw new AppError("INVALID", "The file is not Parquet, or it is damaged.");
  if (named === "xlsx")
    throw new AppError("INVALID", "The file is not an Excel workbook (.xlsx), or it is damaged.");
}

function textContent(head: Uint8Array, whole: boolean, named: FileFormat): FileFormat {
  const text = new TextDecoder(startsUtf16(head) ?? "utf-8").decode(head, { stream: !whole });
  const start = text.slice(0, 2_000).trimStart().toLowerCase();
  if (/^<(!doctype html|html|head|body|table|meta|style)\b/.test(start))
    throw refusal({ what: "an HTML page, whatever its name says", instead: saveTable });
  if (start.startsWith("<?xml")) throw refusal({ what: "XML, whatever its name says", instead: saveTable });
  const shape = jsonShape(text, whole);
  if (!shape) return named === "ndjson" || named === "json" ? named : "csv";
  if (startsUtf16(head))
    throw new AppError("INVALID", "The file is JSON in UTF-16. Save it as UTF-8 and upload it again.");
  if (shape === "either") return named === "ndjson" ? "ndjson" : "json";
  return shape;
}

function startsUtf16(head: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : null;
}

function begins(head: Uint8Array, [bytes, offset = 0]: Signature): boolean {
  return [...bytes].every((char, i) => head[offset + i] === char.charCodeAt(0));
}

function refusal({ what, instead }: Pick<Refused, "what" | "instead">): AppError {
  return new AppError("INVALID", `The file is ${what}. ${instead}`);
}

/** The container of Office before 2007 holds old workbooks, and new ones behind a password. */
function oldOffice(head: Uint8Array): Pick<Refused, "what" | "instead"> {
  const text = new TextDecoder("utf-16le").decode(head.subarray(0, head.length & ~1));
  if (/EncryptedPackage|EncryptionInfo/.test(text))
    return {
      what: "an Excel workbook with a password",
      instead: "Save it without the password and upload it again.",
    };
  if (/WordDocument|PowerPoint Document/.test(text))
    return { what: "an Office document", instead: saveTable };
  return { what: "an old Excel workbook (.xls)", instead: "Save it as .xlsx and upload that." };
}
