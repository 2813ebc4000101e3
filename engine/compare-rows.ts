import type { DuckDBConnection } from "@duckdb/node-api";
import { requireUnmasked } from "@/lib/datasets/barred";
import { incomparable, schemaChange } from "@/lib/datasets/comparison";
import type { Cell, RowChange, RowComparison } from "@/lib/datasets/comparison";
import type { EngineRequests } from "@/lib/datasets/engine";
import { rowNumber } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { rowsOf, type ColumnSchema } from "@/lib/frame/frame";
import { withDuckDb } from "./duckdb";
import { readFrame } from "./read";
import {
  countDifferences,
  differencesSql,
  keyFault,
  openTables,
  pairsOf,
  type Pair,
} from "./row-differences";

type Input = EngineRequests["compare-rows"]["input"];

/** Compares rows of two tables by a key: what differs is counted on all rows, and listed a page at a time. */
export function compareRows(input: Input): Promise<RowComparison> {
  const { tables, key } = input;
  const [before, after] = tables;
  return withDuckDb({ files: [before.file, after.file] }, async (connection) => {
    requireUnmasked([...before.masked, ...after.masked], key, "rows cannot be told by it.");
    const pairs = pairsOf(tables);
    const keys = key.map((name) => keyOf(pairs, name));
    await openTables(connection, tables);
    await requireKey(connection, keys, input);
    const cells = pairs.filter(({ name }) => !key.includes(name));
    await connection.run(`CREATE TEMP TABLE d AS FROM ${differencesSql(keys, cells)}`);
    return {
      ...(await countDifferences(connection, "d", cells)),
      uncompared: incomparable(schemaChange(before.columns, after.columns)),
      page: await readPage(connection, keys, cells, input),
    };
  });
}

function keyOf(pairs: readonly Pair[], name: string): Pair {
  const found = pairs.find((pair) => pair.name === name);
  if (!found) throw new AppError("INVALID", `${name} is not a column of one type in both versions.`);
  return found;
}

/** Rows are told by a key that every row has and no two share. */
async function requireKey(
  connection: DuckDBConnection,
  keys: readonly Pair[],
  { tables: [before, after], key }: Input,
): Promise<void> {
  const fault = await keyFault(connection, keys);
  if (!fault) return;
  const what = key.join(" with ");
  const { name } = fault.side === "before" ? before : after;
  if ("missing" in fault)
    throw new AppError(
      "INVALID",
      `${what} is no key: ${integer(fault.missing)} rows of ${name} lack it. Choose other columns.`,
    );
  throw new AppError(
    "INVALID",
    `${what} is no key: in ${name} ${integer(fault.shared)} of its values stand in more than one row. ` +
      "Choose other columns, or add one.",
  );
}

const kindOf: Record<RowChange, string> = {
  added: "an IS NULL",
  removed: "bn IS NULL",
  changed: "an IS NOT NULL AND bn IS NOT NULL",
};

async function readPage(
  connection: DuckDBConnection,
  keys: Pair[],
  cells: Pair[],
  { kind, offset, limit }: Input,
): Promise<RowComparison["page"]> {
  // What is on the page alone is joined with its cells again.
  const chosen = `(SELECT an, bn FROM d WHERE ${kindOf[kind]}
    ORDER BY coalesce(bn, an) LIMIT ${limit} OFFSET ${offset})`;
  const list = [
    `d.an AS an`,
    `d.bn AS bn`,
    `coalesce(d.bn, d.an) AS place`,
    ...keys.map(({ before, after }, i) => `coalesce(a.${before.id}, b.${after.id}) AS k${i}`),
    ...cells.flatMap(({ before, after }, i) => [`a.${before.id} AS x${i}`, `b.${after.id} AS y${i}`]),
  ];
  const relation = `(SELECT ${list.join(", ")} FROM ${chosen} AS d
    LEFT JOIN a ON a.${rowNumber} = d.an LEFT JOIN b ON b.${rowNumber} = d.bn)`;
  const columns: ColumnSchema[] = [
    { name: "an", type: "integer" },
    { name: "bn", type: "integer" },
    ...keys.map(({ before }, i) => ({ name: `k${i}`, type: before.type })),
    ...cells.flatMap(({ before, after }, i) => [
      { name: `x${i}`, type: before.type },
      { name: `y${i}`, type: after.type },
    ]),
  ];
  const frame = await readFrame(connection, relation, columns, { tail: "ORDER BY place" });
  const numberOf = (value: Cell | undefined) => (typeof value === "number" ? value + 1 : null);
  return rowsOf(frame).map((row) => ({
    kind,
    key: Object.fromEntries(keys.map(({ name }, i) => [name, row[`k${i}`] ?? null])),
    row: { before: numberOf(row.an), after: numberOf(row.bn) },
    cells:
      kind === "changed"
        ? cells
            .map(({ name }, i) => ({
              column: name,
              before: row[`x${i}`] ?? null,
              after: row[`y${i}`] ?? null,
            }))
            .filter(({ before, after }) => before !== after)
        : [],
  }));
}
