import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "@/lib/datasets/steps/step";
import { digitsKept } from "./detect-closely";
import type { Settled } from "./settled";

/** What all cells of a settled column are: `missing` by code and in all, failed, infinite, rounded. */
export type SettledCount = {
  missing: number;
  codes: Record<string, number>;
  failed: number;
  infinite: number;
  rounded: number;
  example: string;
};

const columnsAtOnce = 100;

/** Counts the cells of settled columns by what becomes of them. */
export async function countSettled(
  connection: DuckDBConnection,
  relation: string,
  settled: readonly Settled[],
): Promise<Map<number, SettledCount>> {
  const found = new Map<number, SettledCount>();
  for (let start = 0; start < settled.length; start += columnsAtOnce) {
    const block = settled.slice(start, start + columnsAtOnce);
    const parts = block.flatMap(countsOf);
    const cells = block.map(({ i, cell }) => `${cell} AS x${i}, c${i}`);
    const values = block.flatMap(valuesOf);
    const named = `SELECT ${cells.join(", ")} FROM ${relation}`;
    const valued = `SELECT *, ${values.join(", ")} FROM (${named})`;
    const reader = await connection.runAndReadAll(`SELECT ${parts.join(", ")} FROM (${valued})`);
    const answers = reader.getRowsJson()[0]!;
    for (const one of block) found.set(one.i, countOf(one, answers));
  }
  return found;
}

/** What becomes of each cell, worked out once: its value, and whether it is missing or infinite. */
function valuesOf({ i, of }: Settled): string[] {
  const { value, isMissing, isInfinite } = of(`x${i}`, `c${i}`);
  return [`${value} AS v${i}`, `${isMissing} AS m${i}`, `${isInfinite} AS n${i}`];
}

function countsOf({ i, type, codes }: Settled): string[] {
  const [x, v] = [`x${i}`, `v${i}`];
  const count = (condition: string) => `count(CASE WHEN ${condition} THEN 1 END)::DOUBLE`;
  const fails = type === "text" ? "false" : `${v} IS NULL AND NOT m${i} AND NOT n${i}`;
  const isRounded =
    type === "number" ? `${v} IS NOT NULL AND strlen(${x}) > 15 AND NOT ${digitsKept(x, v)}` : "false";
  const least = (condition: string) => `min(CASE WHEN ${condition} THEN ${x} END)`;
  return [
    count(`m${i}`),
    count(fails),
    count(`n${i}`),
    count(isRounded),
    `left(coalesce(${least(fails)}, ${least(isRounded)}, ''), 60)`,
    ...codes.filter((code) => code !== "").map((code) => count(`${x} = ${literal(code)}`)),
  ];
}

function countOf({ codes: known }: Settled, answers: unknown[]): SettledCount {
  const [missing, failed, infinite, rounded] = answers.splice(0, 4).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const example = String(answers.shift() ?? "");
  const names = known.filter((code) => code !== "");
  const counts = answers.splice(0, names.length).map(Number);
  const coded = counts.reduce((sum, count) => sum + count, 0);
  const codes = [["", missing - coded] as const, ...names.map((code, k) => [code, counts[k]!] as const)];
  return {
    missing,
    failed,
    infinite,
    rounded,
    example,
    codes: Object.fromEntries(codes.filter(([, n]) => n > 0)),
  };
}
