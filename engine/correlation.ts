import { mostCorrelated } from "@/lib/datasets/correlation-bounds";
import { kendallRows, phiKRows, toMatrix } from "@/lib/datasets/correlations";
import type { EngineRequests, NamedTable } from "@/lib/datasets/engine";
import type { SampledMatrix } from "@/lib/datasets/profile";
import { AppError } from "@/lib/errors";
import type { Column, NumericColumn } from "@/lib/frame/frame";
import { kendallMatrix } from "@/lib/stats/kendall";
import { equalBins, phiK, type Categories } from "@/lib/stats/phi-k";
import { readColumns } from "./query";

/** Text with more values than this is no category. */
const mostCategories = 50;

/** How every pair of columns goes together, by a measure that is worked out when it is asked for. */
export function correlateColumns({
  table,
  method,
}: EngineRequests["correlation"]["input"]): Promise<SampledMatrix> {
  return method === "phik" ? byPhiK(table) : byKendall(table);
}

/** Kendall's tau-b of numbers, dates and truth values. */
async function byKendall(table: NamedTable): Promise<SampledMatrix> {
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

/** φk of all columns: numbers and dates in ten bins, truth values and text with few values as they are. */
async function byPhiK(table: NamedTable): Promise<SampledMatrix> {
  const names = table.columns.map(({ name }) => name);
  const limit = phiKRows(Math.min(names.length, mostCorrelated));
  const frame = await readColumns({ table, names, limit });
  const fitting = frame.columns.flatMap((column) => {
    const categories = categoriesOf(column);
    return categories ? [{ name: column.name, categories }] : [];
  });
  if (fitting.length < 2) throw new AppError("INVALID", "There are no two columns to be compared.");
  const columns = fitting.slice(0, mostCorrelated);
  const k = columns.length;
  const values = new Float64Array(k * k).fill(1);
  for (let a = 0; a < k; a++)
    for (let b = a + 1; b < k; b++)
      values[a * k + b] = values[b * k + a] = phiK(columns[a]!.categories, columns[b]!.categories);
  const matrix = toMatrix(
    columns.map(({ name }) => name),
    values,
  );
  return { ...matrix, rows: frame.rows, of: table.rows };
}

/** Null for a column that does not vary, and for text with too many values. */
function categoriesOf(column: Column): Categories | null {
  if (column.type === "text") {
    const count = column.categories.length;
    return count > 1 && count <= mostCategories ? { codes: column.codes, count } : null;
  }
  if (!varies(column)) return null;
  if (column.type !== "boolean") return equalBins(column.values);
  return { codes: Int32Array.from(column.values, (value) => (Number.isNaN(value) ? -1 : value)), count: 2 };
}

function varies({ values }: NumericColumn): boolean {
  const first = values.find((value) => value === value);
  return values.some((value) => value === value && value !== first);
}
