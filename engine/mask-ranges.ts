import type { DuckDBConnection } from "@duckdb/node-api";
import { literal, type HeldColumn } from "@/lib/datasets/steps/step";
import { fewestInRange, mergeRanges, rangeLabels, roundEdges } from "@/lib/datasets/mask-ranges";
import { ask } from "./duckdb";

const ranges = 10;

/**
 * The range that holds a cell, as SQL that makes text. Ranges lie between rounded quantiles, each holds at
 * least five rows, and so do the cells without a value, if there are any.
 */
export async function rangesOf(
  connection: DuckDBConnection,
  { id, type }: HeldColumn,
  relation: string,
): Promise<string> {
  const number = type === "date" ? `epoch_ms(${id})::DOUBLE` : `CAST(${id} AS DOUBLE)`;
  const value = `CASE WHEN isfinite(${number}) THEN ${number} END`;
  const shares = Array.from({ length: ranges - 1 }, (_, i) => (i + 1) / ranges);
  const [row] = await ask(
    connection,
    `SELECT quantile_cont(v, [${shares.join(", ")}]) AS edges, quantile_cont(v, 0.95) - quantile_cont(v, 0.05)
      AS spread FROM (SELECT ${value} AS v FROM ${relation})`,
  );
  const edges = roundEdges(row?.edges as number[] | null, Number(row?.spread ?? 0), type);
  const place = (all: readonly number[]) => {
    const cases = all.map((edge, i) => `WHEN ${value} < ${edge}::DOUBLE THEN ${i}`);
    return cases.length > 0
      ? `CASE WHEN ${value} IS NULL THEN NULL ${cases.join(" ")} ELSE ${all.length} END`
      : "NULL";
  };
  if (edges.length === 0) return "NULL";
  const found = await ask(
    connection,
    `SELECT place, count(*)::DOUBLE AS n FROM (SELECT ${place(edges)} AS place FROM ${relation})
      GROUP BY place`,
  );
  const countOf = (at: number | null) =>
    Number(found.find((one) => (one.place === null ? null : Number(one.place)) === at)?.n ?? 0);
  const merged = mergeRanges(
    edges,
    Array.from({ length: edges.length + 1 }, (_, i) => countOf(i)),
  );
  if (merged.edges.length === 0) return "NULL";
  const labels = rangeLabels(merged.edges, type);
  const missing = countOf(null);
  // few cells without a value would stand out: the smallest range then shows none either
  const unsaid =
    missing > 0 && missing < fewestInRange ? merged.counts.indexOf(Math.min(...merged.counts)) : -1;
  const cases = labels.map((label, i) => `WHEN ${i} THEN ${i === unsaid ? "NULL" : literal(label)}`);
  return `CASE ${place(merged.edges)} ${cases.join(" ")} END`;
}
