import { open } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { FileFormat, Imported } from "@/lib/datasets/engine";
import { dialectOf, distinctNames, type Dialect } from "@/lib/datasets/dialect";
import { literal } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { countRows, describe, identifier, withDuckDb } from "./duckdb";
import { requireRows, writeVersion } from "./version-file";

const headerBytes = 1 << 20;
const missing = "('', 'NA', 'N/A', 'n/a', 'NaN', 'nan', 'null', 'NULL', 'None')";

/** Reads a file of a user and writes it as Parquet, with types that keep every digit. */
export function importFile({
  file,
  format,
  out,
}: {
  file: string;
  format: FileFormat;
  out: string;
}): Promise<Imported> {
  return withDuckDb({ files: [file, out] }, async (connection) => {
    try {
      if (format === "parquet") return await importParquet(connection, file, out);
      const source = format === "csv" ? await csvSource(file) : await ndjsonSource(connection, file);
      return await importText(connection, source, out);
    } catch (error) {
      throw readable(error);
    }
  });
}

type TextSource = { relation: string; names: string[]; decimalComma: boolean };

async function csvSource(file: string): Promise<TextSource> {
  const dialect = dialectOf(await firstBytes(file));
  return {
    relation: csvRelation(file, dialect),
    names: dialect.header,
    decimalComma: dialect.delimiter === ";" || dialect.delimiter === "\t",
  };
}

function csvRelation(file: string, { delimiter, header }: Dialect): string {
  const columns = header.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ");
  return (
    `read_csv(${literal(file)}, auto_detect = false, header = true, delim = ${literal(delimiter)}, ` +
    `quote = '"', escape = '"', columns = {${columns}}, strict_mode = true, max_line_size = 16777216)`
  );
}

async function ndjsonSource(connection: DuckDBConnection, file: string): Promise<TextSource> {
  const relation = `read_ndjson_objects(${literal(file)})`;
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT unnest(json_keys(json)) AS key FROM ${relation} ORDER BY key
     LIMIT ${limits.datasetColumns + 1}`,
  );
  const names = reader.getRowsJson().map(([name]) => String(name));
  if (names.length === 0) throw new AppError("INVALID", "No line of the file is a JSON object with keys.");
  if (names.length > limits.datasetColumns)
    throw new AppError("TOO_LARGE", `The file has more than ${limits.datasetColumns} keys.`);
  const list = names.map((name) => `json ->> ${literal(name)} AS ${identifier(name)}`);
  return { relation: `(SELECT ${list.join(", ")} FROM ${relation})`, names, decimalComma: false };
}

async function importText(
  connection: DuckDBConnection,
  { relation, names, decimalComma }: TextSource,
  out: string,
): Promise<Imported> {
  const types = await detectTypes(connection, relation, names, decimalComma);
  const casts = types.map((column) => `${castOf(column)} AS ${identifier(column.name)}`);
  return writeVersion(connection, `SELECT ${casts.join(", ")} FROM ${relation}`, out, types);
}

type Detected = ColumnSchema & { comma: boolean };
const number = String.raw`[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?`;
const decimal = String.raw`[-+]?\d+(,\d+)?`;
const date = String.raw`\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z?)?`;

/**
 * What a cell fits, each asked of every cell that is not missing; the last but one,
 * whether a comma may group thousands.
 */
function conditions(decimalComma: boolean): string[] {
  const wholeDigits = String.raw`NOT regexp_matches(cell, '^[-+]?0\d|^[-+]?\d{16,}$')`;
  return [
    `lower(cell) IN ('true', 'false')`,
    String.raw`regexp_full_match(cell, '-?(0|[1-9]\d{0,14})')`,
    `regexp_full_match(cell, '${number}') AND ${wholeDigits} AND isfinite(TRY_CAST(cell AS DOUBLE))`,
    decimalComma ? `regexp_full_match(cell, '${decimal}') AND ${wholeDigits}` : "false",
    String.raw`NOT contains(cell, ',') OR regexp_full_match(cell, '[-+]?[1-9]\d{0,2},\d{3}')`,
    `regexp_full_match(cell, '${date}') AND TRY_CAST(cell AS TIMESTAMP) IS NOT NULL`,
  ];
}

/**
 * The narrowest type that every cell of a column fits without losing a digit. Cells are stacked, so that
 * one set of conditions serves all columns: a set for each took memory and minutes by their number.
 */
async function detectTypes(
  connection: DuckDBConnection,
  relation: string,
  names: readonly string[],
  decimalComma: boolean,
): Promise<Detected[]> {
  const stacked = `SELECT unnest([${names.map(identifier).join(", ")}]) AS raw,
    unnest(range(${names.length})) AS place FROM ${relation}`;
  const every = conditions(decimalComma).map((condition) => `bool_and(${condition})`);
  const reader = await connection.runAndReadAll(
    `SELECT place::INTEGER, ${every.join(", ")} FROM (SELECT place, trim(raw) AS cell FROM (${stacked}))
     WHERE cell NOT IN ${missing} GROUP BY place`,
  );
  const fits = new Map(reader.getRowsJson().map(([place, ...flags]) => [Number(place), flags]));
  return names.map((name, i) => detected(name, fits.get(i) ?? []));
}

function detected(name: string, flags: readonly unknown[]): Detected {
  const [isBoolean, isInteger, isNumber, isComma, isGrouped, isDate] = flags.map((flag) => flag === true);
  // 1,234 is one number with a decimal comma and another with thousands: such a column stays text,
  // digit for digit.
  const isDecimal = isComma && !isGrouped;
  const type: ColumnType = isBoolean
    ? "boolean"
    : isInteger
      ? "integer"
      : isNumber || isDecimal
        ? "number"
        : isDate
          ? "date"
          : "text";
  return { name, type, comma: !isNumber && !isInteger && Boolean(isDecimal) };
}

function castOf({ name, type, comma }: Detected): string {
  const cell = identifier(name);
  const present = `CASE WHEN trim(${cell}) IN ${missing} THEN NULL
    ELSE ${type === "text" ? cell : `trim(${cell})`} END`;
  const sqlType = {
    boolean: "BOOLEAN",
    integer: "BIGINT",
    number: "DOUBLE",
    date: "TIMESTAMP",
    text: "VARCHAR",
  }[type];
  return `CAST(${comma ? `replace(${present}, ',', '.')` : present} AS ${sqlType})`;
}

async function importParquet(connection: DuckDBConnection, file: string, out: string): Promise<Imported> {
  const relation = `read_parquet(${literal(file)})`;
  const columns = await describe(connection, relation);
  if (columns.length > limits.datasetColumns)
    throw new AppError(
      "TOO_LARGE",
      `The file has ${columns.length} columns; at most ${limits.datasetColumns} can be read.`,
    );
  // from the file's foot, before anything that a small file may swell to is read
  requireRows(await countRows(connection, relation));
  const names = distinctNames(columns.map(({ name }) => name));
  const list = await Promise.all(
    columns.map(
      async ({ name, type, sqlType }, i) =>
        `${await exact(connection, relation, name, type, sqlType)} AS ${identifier(names[i]!)}`,
    ),
  );
  return writeVersion(connection, `SELECT ${list.join(", ")} FROM ${relation}`, out);
}

/** Whole numbers that a double would round are kept as text. */
async function exact(
  connection: DuckDBConnection,
  relation: string,
  name: string,
  type: ColumnType,
  sqlType: string,
): Promise<string> {
  const cell = identifier(name);
  if (type === "boolean" || type === "date") return type === "date" ? `CAST(${cell} AS TIMESTAMP)` : cell;
  // Some writers say "not a number" where they mean "missing"; SQL would put it above every number.
  if (type === "number")
    return `CASE WHEN NOT isnan(CAST(${cell} AS DOUBLE)) THEN CAST(${cell} AS DOUBLE) END`;
  if (type !== "integer") return `CAST(${cell} AS VARCHAR)`;
  if (!/BIGINT/.test(sqlType)) return `CAST(${cell} AS BIGINT)`;
  const reader = await connection.runAndReadAll(
    `SELECT coalesce(max(abs(${cell}::HUGEINT)) > 9007199254740991, false) FROM ${relation}`,
  );
  return reader.getRowsJson()[0]?.[0] === true ? `CAST(${cell} AS VARCHAR)` : `CAST(${cell} AS BIGINT)`;
}

async function firstBytes(file: string): Promise<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const buffer = new Uint8Array(headerBytes);
    const { bytesRead } = await handle.read(buffer, 0, headerBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** DuckDB's account of what is wrong with a file, in a sentence with the line. */
function readable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const line = error.message.match(/CSV Error on Line: (\d+)/)?.[1];
  const counts = error.message.match(/Expected Number of Columns: (\d+) Found: (\d+)/);
  if (line && counts)
    return new AppError(
      "INVALID",
      `Line ${Number(line).toLocaleString("en")}: expected ${counts[1]} columns, found ${counts[2]}. ` +
        "No row was read.",
    );
  if (line && /unterminated quote/.test(error.message))
    return new AppError(
      "INVALID",
      `Line ${Number(line).toLocaleString("en")}: a quoted value does not end. No row was read.`,
    );
  const why = error.message.split("\n").find((part) => part && !/^Invalid|^Original/.test(part));
  if (line)
    return new AppError(
      "INVALID",
      `Line ${Number(line).toLocaleString("en")} cannot be read: ` +
        (why ?? "it does not follow the rules of CSV"),
    );
  if (/Malformed JSON|Expected.*JSON|not.*JSON object/i.test(error.message))
    return new AppError(
      "INVALID",
      `A line is not JSON: ${error.message.split("\n")[0]?.replace(/in file "[^"]*",?\s*/, "")}`,
    );
  if (/parquet|thrift|magic bytes|snappy|zstd/i.test(error.message))
    return new AppError("INVALID", "The file is not Parquet, or it is damaged.");
  return error;
}
