import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";

/** Digits of a decimal beyond which the database reads another number. */
const decimalDigits = 38;

/** What a Parquet file says of its columns that the database's types do not. */
export type ParquetSchema = {
  /** The names of its columns, as they are written: the database renames what differs in capitals alone. */
  names: string[];
  /** What there is to say, in sentences. */
  said: string[];
};

/**
 * Reads the schema of a Parquet file.
 *
 * @throws {AppError} INVALID for decimals that are too long to be read
 */
export async function parquetSchema(connection: DuckDBConnection, file: string): Promise<ParquetSchema> {
  const reader = await connection.runAndReadAll(
    `SELECT name, type, coalesce(num_children, 0)::INTEGER, logical_type, coalesce(precision, 0)::INTEGER
      FROM parquet_schema(${literal(file)})`,
  );
  const [, ...nodes] = reader.getRowsJson().map(([name, type, children, logical, precision]) => ({
    name: String(name),
    type: String(type),
    children: Number(children),
    logical: String(logical),
    precision: Number(precision),
  }));
  const names: string[] = [];
  const fine = new Set<string>();
  let open: number[] = [];
  for (const node of nodes) {
    if (open.length === 0) names.push(node.name);
    const column = names.at(-1)!;
    if (node.precision > decimalDigits)
      throw new AppError(
        "INVALID",
        `Column ${column} holds decimals of ${node.precision} digits; at most ${decimalDigits} ` +
          "can be read. Write it as text.",
      );
    if (isCut(node)) fine.add(column);
    open = open.map((left, i) => (i === open.length - 1 ? left - 1 : left));
    if (node.children > 0) open.push(node.children);
    while (open.at(-1) === 0) open.pop();
  }
  const times = [...fine].map((name) => `Times of ${name} are read to the microsecond; finer parts are cut`);
  return { names, said: times };
}

/** Times in nanoseconds that the database reads to the microsecond. */
function isCut({ type, logical }: { type: string; logical: string }): boolean {
  return type === "INT96" || /^TimestampType\(isAdjustedToUTC=1.*NANOS=NanoSeconds/.test(logical);
}
