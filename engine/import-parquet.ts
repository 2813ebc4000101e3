import type { DuckDBConnection } from "@duckdb/node-api";
import { distinctNames } from "@/lib/datasets/dialect";
import type { Imported } from "@/lib/datasets/engine";
import { noteOf, withFileNotes, type ColumnNote } from "@/lib/datasets/import-note";
import { folderColumns, requireFree, type FileColumn } from "@/lib/datasets/file-columns";
import type { ColumnOptions, ParquetOptions } from "@/lib/datasets/import-options";
import { filesNamed, planJoin, rowsByFile, type JoinPlan } from "@/lib/datasets/join-files";
import { finiteInside } from "@/lib/datasets/nested-type";
import { literal, sqlTypes } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import type { ColumnType } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { countRows, describe, identifier, withDuckDb } from "./duckdb";
import { inPart } from "./in-part";
import { ownName } from "./own-name";
import { parquetSchema, type ParquetSchema } from "./parquet-schema";
import { widerType } from "@/lib/datasets/wider-type";
import { settleTexts, type ReadColumn, type SettledTable } from "./settle-table";
import { keepsMicroseconds } from "./text-table";
import type { Part } from "./unpack";
import { requireRows, writeVersion } from "./version-file";

/**
 * How a column is read: `value` as SQL, which must lose nothing; where `keeps` is false for a cell, `text`
 * is read.
 */
export type Plan = {
  type: ColumnType;
  value: string;
  text: string;
  keeps: string | null;
  finite: string | null;
  /** Whether something inside of a nested cell is not finite. */
  changed?: string | null;
};
type Counted = { present: number; finite: number; kept: boolean; example: string; changed: number };

const safe = Number.MAX_SAFE_INTEGER;
/** Milliseconds that a date may be away from 1970. */
export const dateLimit = 8.64e15;

type Asked = Partial<Pick<ParquetOptions, "columns" | "partitions" | "fileColumn">>;

/**
 * Reads Parquet files, one behind the other: what has a type of ours to the last digit gets it, all else is
 * kept as text or JSON.
 */
export async function importParquet(
  parts: readonly Part[],
  out: string,
  options: Asked = {},
): Promise<Imported> {
  const files = parts.map(({ file }) => file);
  return withDuckDb({ files: [...files, out] }, async (connection) => {
    try {
      const schemas: ParquetSchema[] = [];
      for (const part of parts) schemas.push(await inPart(part, () => parquetSchema(connection, part.file)));
      const plan = planJoin(parts.map(({ name }, i) => ({ name, delimiter: "", header: schemas[i]!.names })));
      const widened = await widenedColumns(connection, parts, plan);
      const names = plan.header;
      const added = addedColumns(parts, options);
      requireFree(names, added);
      const source = relationOf(
        files,
        added,
        plan.isPlain && widened.length === 0 ? [] : ["union_by_name = true"],
      );
      const originals = [...names, ...added.map(({ name }) => name)];
      const imported = await importFrom(connection, source, originals, out, options.columns ?? []);
      const byFile = parts.length > 1 ? [await countByFile(connection, parts)] : [];
      const said = [
        ...plan.said,
        ...widened,
        ...new Set(schemas.flatMap((schema) => schema.said)),
        ...byFile,
      ];
      const { partitions, fileColumn } = options;
      const used = { ...imported.used, format: "parquet" as const, partitions, fileColumn };
      const note = withFileNotes(imported.note ?? null, said);
      return { ...imported, note, used: JSON.parse(JSON.stringify(used)) as ParquetOptions };
    } catch (error) {
      throw readable(error);
    }
  });
}

/**
 * Columns of several files that have the same name have the same type, or one that all others fit without a
 * loss; else nothing is read.
 *
 * @returns what has to be said of columns that got a wider type
 */
async function widenedColumns(
  connection: DuckDBConnection,
  parts: readonly Part[],
  plan: JoinPlan,
): Promise<string[]> {
  if (parts.length === 1) return [];
  const known = new Map<number, { type: string; first: Part }>();
  const widened = new Map<number, Set<string>>();
  for (const [i, part] of parts.entries()) {
    const types = await inPart(part, () => describe(connection, `read_parquet(${literal(part.file)})`));
    for (const [column, place] of plan.places[i]!.entries()) {
      if (place === null) continue;
      const type = types[place]!.sqlType;
      const other = known.get(column);
      if (!other) known.set(column, { type, first: part });
      else if (other.type !== type) {
        const wider = widerType(other.type, type);
        if (!wider) throw otherType(plan.header[column]!, { part, type }, other);
        widened.set(column, (widened.get(column) ?? new Set([other.type])).add(type));
        known.set(column, { type: wider, first: wider === other.type ? other.first : part });
      }
    }
  }
  return [...widened].map(
    ([column, types]) =>
      `“${plan.header[column]!.slice(0, 100)}” is ${[...types].join(" and ")} in the files: ` +
      `read as ${known.get(column)!.type}, which holds all.`,
  );
}

function otherType(
  column: string,
  { part, type }: { part: Part; type: string },
  other: { type: string; first: Part },
): AppError {
  const shown = `“${column.slice(0, 100)}”`;
  return new AppError(
    "INVALID",
    `${part.name}: ${shown} is ${type} here and ${other.type} in ${other.first.name}. ` +
      "Columns of one name have one type in the files of a table; upload others one by one.",
  );
}

async function importFrom(
  connection: DuckDBConnection,
  relation: string,
  originals: readonly string[],
  out: string,
  asked: readonly ColumnOptions[],
): Promise<Imported> {
  const described = await describe(connection, relation);
  requireColumns(described.length);
  requireRows(await countRows(connection, relation)); // before anything that may swell is read
  const ids = described.map((_, i) => `c${i}`);
  const source = `(SELECT * FROM ${relation}) AS t(${ids.join(", ")})`;
  const names = distinctNames(described.map(({ name }, i) => originals[i] ?? name));
  const plans = described.map(({ sqlType }, i) => planOf(ids[i]!, sqlType));
  const settled = asked.length > 0 ? await settleAsked(connection, { source, names, plans }, asked) : null;
  const read = settled?.relation ?? source;
  const rows = await countRows(connection, read);
  const counted = await countAll(connection, read, ids, plans);
  const columns = plans.map((plan, i): Omit<ReadColumn, "used"> => {
    const { kept } = counted[i]!;
    const own = {
      type: kept ? ("text" as const) : plan.type,
      sql: cellOf(plan, kept),
      missing: rows - valuesOf(counted[i]!),
      note: noteFor(names[i]!, rows, counted[i]!),
    };
    return settled?.columns.get(i) ?? own;
  });
  const cells = columns.map(({ sql }, i) => `${sql} AS ${identifier(names[i]!)}`);
  const written = await writeVersion(connection, `SELECT ${cells.join(", ")} FROM ${read}`, out, {
    columns: columns.map(({ type }, i) => ({ name: names[i]!, type })),
    expected: { rows, missing: columns.map(({ missing }) => missing) },
  });
  const note = noteOf(
    columns.map((column) => column.note),
    settled?.sentences,
  );
  if (!settled) return { ...written, note };
  const used = asked.map(({ name }) => settled.columns.get(names.indexOf(name))!.used);
  return {
    ...written,
    note,
    failed: settled.failed,
    used: { format: "parquet", columns: used },
  };
}

/** Columns that say of each row where its file lay, and which it was, where that is asked. */
function addedColumns(parts: readonly Part[], { partitions, fileColumn }: Asked): FileColumn[] {
  const names = parts.map(({ name }) => name);
  return [
    ...(partitions === "columns" ? folderColumns(names) : []),
    ...(fileColumn === undefined ? [] : [{ name: fileColumn, type: "text" as const, values: names }]),
  ];
}

/** The rows of all files in their order, and behind their columns those that are added. */
function relationOf(
  files: readonly string[],
  added: readonly FileColumn[],
  options: readonly string[],
): string {
  const list = `[${files.map(literal).join(", ")}]`;
  if (added.length === 0) return `read_parquet(${[list, ...options].join(", ")})`;
  const file = identifier(ownName("file"));
  const columns = added.map(({ type, values }, i) => {
    const texts = values.map((value) => (value === null ? "NULL" : literal(value))).join(", ");
    const cell = `list_extract([${texts}]::VARCHAR[], list_position(${list}, ${file}))`;
    return `CAST(${cell} AS ${sqlTypes[type]}) AS ${identifier(`added ${i} ${files.length}`)}`;
  });
  return `(SELECT * EXCLUDE (${file}), ${columns.join(", ")}
    FROM read_parquet(${[list, ...options, `filename = ${file.replaceAll('"', "'")}`].join(", ")}))`;
}

/** How many rows each file has, by what it says of itself. */
async function countByFile(connection: DuckDBConnection, parts: readonly Part[]): Promise<string> {
  const shown = parts.slice(0, filesNamed);
  const list = `[${shown.map(({ file }) => literal(file)).join(", ")}]`;
  const reader = await connection.runAndReadAll(
    `SELECT file_name, num_rows::DOUBLE FROM parquet_file_metadata(${list})`,
  );
  const rows = new Map(reader.getRowsJson().map(([file, count]) => [String(file), Number(count)]));
  const counts = shown.map(({ file, name }) => ({ name, rows: rows.get(file) ?? 0 }));
  return rowsByFile(counts, parts.length);
}

/** Columns that are read as was asked, from their text; a row is called by its number. */
function settleAsked(
  connection: DuckDBConnection,
  { source, names, plans }: { source: string; names: readonly string[]; plans: Plan[] },
  asked: readonly ColumnOptions[],
): Promise<SettledTable> {
  const found = plans.map(({ type }) => type);
  const texts = asked.flatMap(({ name }) => {
    const i = names.indexOf(name);
    if (i === -1) return [];
    const { text } = plans[i]!;
    plans[i] = planOf(`c${i}`, "VARCHAR");
    return [`${text} AS c${i}`];
  });
  const relation = texts.length > 0 ? `(SELECT * REPLACE (${texts.join(", ")}) FROM ${source})` : source;
  const lineOf = (rows: readonly number[]) => Promise.resolve(new Map(rows.map((row) => [row, row + 1])));
  return settleTexts(connection, { relation, names, found }, asked, lineOf);
}

function planOf(cell: string, sqlType: string): Plan {
  const asText = { text: `CAST(${cell} AS VARCHAR)`, keeps: null, finite: null };
  const text: Plan = { ...asText, type: "text", value: asText.text };
  if (/\[\d*\]$|^(STRUCT|MAP|UNION|VARIANT)\b/.test(sqlType)) return nestedPlan(cell, sqlType, asText);
  if (sqlType === "BOOLEAN") return { ...asText, type: "boolean", value: cell };
  if (/^U?(TINY|SMALL)INT$|^U?INTEGER$/.test(sqlType))
    return { ...asText, type: "integer", value: `CAST(${cell} AS BIGINT)` };
  if (/^U?(BIG|HUGE)INT$/.test(sqlType))
    return {
      ...asText,
      type: "integer",
      value: `TRY_CAST(${cell} AS BIGINT)`,
      keeps: `${cell} BETWEEN -${safe} AND ${safe}`,
    };
  if (/^(FLOAT|DOUBLE)$/.test(sqlType))
    return { ...asText, type: "number", value: `CAST(${cell} AS DOUBLE)`, finite: `isfinite(${cell})` };
  if (sqlType.startsWith("DECIMAL")) return decimalPlan(cell, sqlType, asText);
  if (/^(DATE|TIMESTAMP.*)$/.test(sqlType)) return timePlan(cell, sqlType, asText);
  return text;
}

function requireColumns(count: number): void {
  if (count <= limits.datasetColumns) return;
  const most = integer(limits.datasetColumns);
  throw new AppError("TOO_LARGE", `The file has ${integer(count)} columns; at most ${most} can be read.`);
}

type AsText = Pick<Plan, "text" | "keeps" | "finite">;

/** JSON has no word for what is infinite or no number, and the database writes one all the same. */
function nestedPlan(cell: string, sqlType: string, asText: AsText): Plan {
  const inside = finiteInside(cell, sqlType);
  const json = `CAST(to_json(${inside ?? cell}) AS VARCHAR)`;
  const changed = inside && `CAST(to_json(${cell}) AS VARCHAR) IS DISTINCT FROM ${json}`;
  return { ...asText, type: "text", value: json, text: json, changed };
}

/** A double keeps 15 digits of any decimal, and of longer ones those that it writes again. */
function decimalPlan(cell: string, sqlType: string, asText: AsText): Plan {
  const digits = Number(sqlType.match(/\d+/)![0]);
  const keeps = digits <= 15 ? null : `TRY_CAST(CAST(${cell} AS DOUBLE)::VARCHAR AS ${sqlType}) = ${cell}`;
  return { ...asText, type: "number", value: `CAST(${cell} AS DOUBLE)`, keeps };
}

/**
 * Times to the microsecond in the years that a browser knows; finer ones, and what lies beyond, stay text.
 */
function timePlan(cell: string, sqlType: string, asText: AsText): Plan {
  const finite = `isfinite(${cell})`;
  const value = `CASE WHEN ${finite} THEN CAST(${cell} AS TIMESTAMP) END`;
  const whole = sqlType === "TIMESTAMP_NS" ? ` AND epoch_ns(${cell}) % 1000 = 0` : "";
  const fits = `abs(epoch_ms(${value})) <= ${dateLimit} AND ${keepsMicroseconds(value)}${whole}`;
  const keeps = `CASE WHEN ${finite} THEN ${fits} END`;
  return { ...asText, type: "date", value, keeps, finite };
}

/** How many cells of each column there are, are finite, and whether one would lose something. */
export async function countAll(
  connection: DuckDBConnection,
  source: string,
  ids: readonly string[],
  plans: readonly Plan[],
): Promise<Counted[]> {
  const asked = plans.flatMap(({ keeps, finite, text, changed }, i) => [
    `count(${ids[i]})::DOUBLE`,
    finite ? `count(${ids[i]}) FILTER (${finite})::DOUBLE` : "0",
    keeps ? `coalesce(bool_or(NOT (${keeps})), false)` : "false",
    keeps ? `min(CASE WHEN NOT (${keeps}) THEN ${text} END)` : "NULL",
    changed ? `(count(*) FILTER (${changed}))::DOUBLE` : "0",
  ]);
  const reader = await connection.runAndReadAll(`SELECT ${asked.join(", ")} FROM ${source}`);
  const found = reader.getRowsJson()[0]!;
  return plans.map(({ finite }, i) => {
    const [present, finites, kept, example, changed] = found.slice(i * 5, i * 5 + 5);
    return {
      present: Number(present),
      finite: finite ? Number(finites) : Number(present),
      kept: kept === true,
      example: String(example ?? "").slice(0, 60),
      changed: Number(changed),
    };
  });
}

/** A cell as it is written. */
export function cellOf({ type, value, text, finite }: Plan, kept: boolean): string {
  if (kept) return text;
  // Some writers say "not a number" where they mean "missing"; SQL would put it above every number.
  return type === "number" && finite ? `CASE WHEN ${finite} THEN ${value} END` : value;
}

/** How many cells have a value in the end. */
export function valuesOf({ present, finite, kept }: Counted): number {
  return kept ? present : finite;
}

/** What there is to say about a column. */
export function noteFor(column: string, rows: number, counted: Counted): ColumnNote {
  const { present, kept, example } = counted;
  const notFinite = present - valuesOf(counted) + counted.changed;
  return {
    column,
    missing: rows > present ? { "": rows - present } : {},
    ...(notFinite > 0 ? { notFinite } : {}),
    ...(kept ? { kept: { why: "digits", example } } : {}),
  };
}

function readable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  if (
    /parquet|thrift|magic bytes|snappy|zstd|page|metadata/i.test(error.message) &&
    !/Out of Memory/i.test(error.message)
  )
    return new AppError("INVALID", "The file is not Parquet, or it is damaged.");
  return error;
}
