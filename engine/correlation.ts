import { mostCorrelated } from "@/lib/datasets/correlation-bounds";
import { kendallRows, toMatrix } from "@/lib/datasets/correlations";
import type { EngineRequests } from "@/lib/datasets/engine";
import type { SampledMatrix } from "@/lib/datasets/profile";
import { AppError } from "@/lib/errors";
import type { NumericColumn } from "@/lib/frame/frame";
import { kendallMatrix } from "@/lib/stats/kendall";
import { readColumns } from "./query";

/** How every pair of numbers, dates and truth values goes together by Kendall's tau-b. */
export async function correlateColumns({
  table,
}: EngineRequests["correlation"]["input"]): Promise<SampledMatrix> {
  const names = table.columns.filter(({ type }) => type !== "text").map(({ name }) => name);
  if (names.length < 2) throw new AppError("INVALID", "There are no two columns of numbers to be compared.");
  const limit = kendallRows(Math.min(names.length, mostCorrelated));
  const frame = await readColumns({ table, names, limit });
  const varying = (frame.columns as NumericColumn[]).filter(varies).slice(0, mostCorrelated);
  const tau = kendallMatrix(varying.map(({ values }) => values));
  const matrix = toMatrix(
    varying.map(({ name }) => name),
    tau,
  );
  return { ...matrix, rows: frame.rows, of: table.rows };
}

function varies({ values }: NumericColumn): boolean {
  const first = values.find((value) => value === value);
  return values.some((value) => value === value && value !== first);
}
