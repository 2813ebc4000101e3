import type { DuckDBConnection } from "@duckdb/node-api";
import { comparableColumns, type ColumnDrift } from "@/lib/datasets/comparison";
import type { EngineRequests, NamedTable, Progress } from "@/lib/datasets/engine";
import { countsOf } from "@/lib/datasets/few-rows";
import { fewestInRange } from "@/lib/datasets/mask-ranges";
import type { Column, ColumnSchema, NumericColumn, TextColumn } from "@/lib/frame/frame";
import { countsBetween, kolmogorovSmirnov, quantileEdges, stabilityIndex } from "@/lib/stats/drift";
import { scan, withDuckDb } from "./duckdb";
import { readFrame } from "./read";

const histogramBins = 24;
/** The stability index compares shares in tenths of the version before. */
const stabilityBins = 10;
/** Values that are told apart; the rest are one. */
const mostValues = 50;

/** How every column that two tables share is distributed in both, column by column. */
export function compareColumns(
  { tables }: EngineRequests["compare-columns"]["input"],
  progress: Progress,
): Promise<ColumnDrift[]> {
  const [before, after] = tables;
  return withDuckDb({ files: [before.file, after.file] }, async (connection) => {
    const pairs = comparableColumns(before.columns, after.columns);
    const read = async (pair: (typeof pairs)[number] | undefined) =>
      pair && {
        was: await readColumn(connection, before, pair.before),
        is: await readColumn(connection, after, pair.after),
      };
    const masked = [...before.masked, ...after.masked];
    const drifts: ColumnDrift[] = [];
    let reading = read(pairs[0]);
    for (let i = 0; i < pairs.length; i++) {
      const { was, is } = (await reading)!;
      reading = read(pairs[i + 1]); // DuckDB reads the next column while this one is sorted
      drifts.push(
        was.type === "text"
          ? textDrift(was, is as TextColumn, masked.includes(was.name))
          : numericDrift(was, is as NumericColumn),
      );
      progress(drifts.length, pairs.length);
    }
    return drifts;
  });
}

async function readColumn(
  connection: DuckDBConnection,
  { file }: NamedTable,
  column: ColumnSchema,
): Promise<Column> {
  const { columns } = await readFrame(connection, scan({ file }), [column]);
  return columns[0]!;
}

function numericDrift(before: NumericColumn, after: NumericColumn): ColumnDrift {
  const was = sortedValues(before);
  const is = sortedValues(after);
  const missing = { before: before.values.length - was.length, after: after.values.length - is.length };
  const edges = quantileEdges(was, stabilityBins);
  const shares = [was, is].map((values) => countsBetween(values, edges));
  const stability = stabilityIndex([...shares[0]!, missing.before], [...shares[1]!, missing.after]);
  const ends = [was[0], was.at(-1), is[0], is.at(-1)].filter((value) => value !== undefined);
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  return {
    name: after.name,
    type: after.type,
    missing,
    distinct: { before: distinctOf(was), after: distinctOf(is) },
    mean: { before: meanOf(was), after: meanOf(is) },
    stability: orNull(was.length === 0 ? NaN : stability),
    distance: orNull(kolmogorovSmirnov(was, is)),
    bins: ends.length === 0 ? { values: [] } : { from, to },
    counts: { before: binned(was, from, to), after: binned(is, from, to) },
  };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function sortedValues({ values }: NumericColumn): Float64Array {
  return values.filter((value) => !Number.isNaN(value)).sort();
}

function distinctOf(sorted: Float64Array): number {
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) count++;
  return count;
}

function meanOf(values: Float64Array): number | null {
  if (values.length === 0) return null;
  const origin = values[0]!;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - origin;
  return origin + sum / values.length;
}

function binned(values: Float64Array, from: number, to: number): number[] {
  const counts = Array.from({ length: histogramBins }, () => 0);
  const scale = to > from ? histogramBins / (to - from) : 0;
  for (let i = 0; i < values.length; i++)
    counts[Math.min(histogramBins - 1, Math.floor((values[i]! - from) * scale))]!++;
  return counts;
}

function textDrift(before: TextColumn, after: TextColumn, isMasked: boolean): ColumnDrift {
  const was = valueCounts(before);
  const is = valueCounts(after);
  const total = (value: string) => (was.counts.get(value) ?? 0) + (is.counts.get(value) ?? 0);
  const all = [...new Set([...was.counts.keys(), ...is.counts.keys()])].sort(
    (a, b) => total(b) - total(a) || (a < b ? -1 : 1),
  );
  // of a masked column, a value that few rows of a side have is one of the rest
  const isFew = (count = 0) => count > 0 && count < fewestInRange;
  const isTold = (value: string) => !isFew(was.counts.get(value)) && !isFew(is.counts.get(value));
  const named = (isMasked ? all.filter(isTold) : all).slice(0, mostValues);
  const sides = [was, is].map(({ counts, present }) => {
    const each = named.map((value) => counts.get(value) ?? 0);
    return [...each, present - each.reduce((sum, count) => sum + count, 0)];
  }) as [number[], number[]];
  const stability = stabilityIndex([...sides[0], was.missing], [...sides[1], is.missing]);
  return {
    name: after.name,
    type: "text",
    missing: { before: was.missing, after: is.missing },
    distinct: { before: was.counts.size, after: is.counts.size },
    mean: null,
    stability: orNull(was.present === 0 ? NaN : stability),
    distance: null,
    bins: { values: named },
    counts: { before: sides[0], after: sides[1] },
  };
}

function valueCounts(column: TextColumn) {
  const each = countsOf(column);
  const counts = new Map(column.categories.map((value, i) => [value, each[i]!]));
  const present = each.reduce((sum, count) => sum + count, 0);
  return { counts, missing: column.codes.length - present, present };
}
