import { mostCorrelated } from "@/lib/datasets/correlation-bounds";
import { correlatedColumns, kendallRows, toMatrix } from "@/lib/datasets/correlations";
import type { EngineRequests, NamedTable, Progress } from "@/lib/datasets/engine";
import type { Matrix, SampledMatrix } from "@/lib/datasets/profile";
import { interactionOf, strongestPairs } from "@/lib/datasets/report/interactions";
import { missingPatterns } from "@/lib/datasets/report/missing-patterns";
import { mixedMatrix } from "@/lib/datasets/report/mixed-matrix";
import type { Cell, TableReport } from "@/lib/datasets/report/report";
import { AppError } from "@/lib/errors";
import { cellOf, type ColumnType } from "@/lib/frame/frame";
import { kendallMatrix } from "@/lib/stats/kendall";
import { sampleRows } from "@/lib/stats/row-sample";
import { withDuckDb } from "./duckdb";
import { findDuplicates } from "./duplicates";
import { profileAll, type Profiled } from "./profile";
import { readRows } from "./query";

type Input = EngineRequests["report"]["input"];
const sampled = 5;

/** All that a report says of a table; the profile's columns are told on the way, as they are known. */
export async function reportTable(input: Input, progress: Progress): Promise<TableReport> {
  const { table, pairs } = input;
  const profiled = await profileAll(input, progress, { detailed: true });
  const duplicates = await withDuckDb({ files: [table.file] }, (connection) =>
    findDuplicates(connection, table),
  );
  const { profile, room } = profiled;
  const { columns, correlations, ...told } = profile;
  const detail = room.detail!;
  const byMissing = columns.filter(({ missing }) => missing > 0).sort((a, b) => b.missing - a.missing);
  const types: Partial<Record<ColumnType, number>> = {};
  for (const { type } of columns) types[type] = (types[type] ?? 0) + 1;
  return {
    ...told,
    types,
    missingCells: columns.reduce((sum, { missing }) => sum + missing, 0),
    variables: columns.map((column) => ({ ...column, ...detail.figures.get(column.name)! })),
    interactions: (pairs ?? strongest(profiled)).map(([x, y]) =>
      interactionOf([x, y], numbersOf(profiled, x), numbersOf(profiled, y)),
    ),
    correlations: { ...correlations!, ...moreCorrelations(profiled) },
    missing: missingPatterns(
      new Map(byMissing.map(({ name }) => [name, detail.holes.get(name)!])),
      profile.rows,
    ),
    duplicates,
    sample: {
      first: await cellsOf(table, 0, Math.min(sampled, profile.rows)),
      last: await cellsOf(table, Math.max(sampled, profile.rows - sampled), profile.rows),
    },
  };
}

function strongest({ profile }: Profiled): [string, string][] {
  const copies = profile.columns.filter(({ flag }) => flag === "copy" || flag === "identifier");
  return strongestPairs(profile.correlations?.spearman ?? null, new Set(copies.map(({ name }) => name)));
}

function numbersOf({ room }: Profiled, name: string): Float64Array {
  const values = room.numeric.get(name);
  if (!values) throw new AppError("INVALID", `${name} is no column of numbers, dates or truth values.`);
  return values;
}

function moreCorrelations({
  profile,
  room,
}: Profiled): Pick<TableReport["correlations"], "kendall" | "mixed" | "numbers" | "categories"> {
  const all = correlatedColumns(profile.columns, room);
  const numbers = all.numbers.slice(0, mostCorrelated).map(({ name }) => name);
  const categories = all.categories.slice(0, mostCorrelated);
  return {
    kendall: kendallOfAll(profile.correlations?.pearson ?? null, room.numeric, profile.rows),
    mixed: mixedMatrix(profile.correlations!, room, { numbers, categories }),
    numbers: all.numbers.length,
    categories: all.categories.length,
  };
}

/** In the order of Pearson's matrix. */
function kendallOfAll(
  pearson: Matrix | null,
  numeric: ReadonlyMap<string, Float64Array>,
  rows: number,
): SampledMatrix | null {
  if (!pearson) return null;
  const { columns } = pearson;
  const drawn = sampleRows(kendallRows(columns.length), rows);
  const values = columns.map((name) => Float64Array.from(drawn, (row) => numeric.get(name)![row]!));
  return { ...toMatrix(columns, kendallMatrix(values)), rows: drawn.length, of: rows };
}

async function cellsOf(table: NamedTable, from: number, to: number): Promise<Cell[][]> {
  if (to <= from) return [];
  const frame = await readRows({ table, offset: from, limit: to - from });
  return Array.from({ length: frame.rows }, (_, row) => frame.columns.map((column) => cellOf(column, row)));
}
