import { requireUnmasked } from "@/lib/datasets/barred";
import type { DuckDBConnection } from "@duckdb/node-api";
import { comparableColumns, type Cell, type RowChange, type RowComparison } from "@/lib/datasets/comparison";
import type { EngineRequests, NamedTable } from "@/lib/datasets/engine";
import { holdColumns } from "@/lib/datasets/recipe";
import { findColumn, rowNumber, type HeldColumn } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { rowsOf, type ColumnSchema } from "@/lib/frame/frame";
import { withDuckDb } from "./duckdb";
import { readFrame } from "./read";
import { numberedRows } from "./version-file";

type Input = EngineRequests["compare-rows"]["input"];
/** A column of both tables: its ids in SQL, and its types. */
type Pair = { name: string; before: HeldColumn; after: HeldColumn };

/** Compares rows of two tables by a key: what differs is counted on all rows, and listed a page at a time. */
export function compareRows(input: Input): Promise<RowComparison> {
  const [before, after] = input.tables;
  return withDuckDb({ files: [before.file, after.file] }, async (connection) => {
    requireUnmasked([...before.masked, ...after.masked], input.key, "rows cannot be told by it.");
    const pairs = pairsOf(before, after);
    const keys = input.key.map((name) => keyOf(pairs, name));
    await openTable(connection, "a", before);
    await openTable(connection, "b", after);
    for (const [table, named, side] of [
      ["a", before, "before"],
      ["b", after, "after"],
    ] as const)
      await requireKey(connection, { table, named, ids: keys.map((key) => key[side].id), key: input.key });
    const cells = pairs.filter(({ name }) => !input.key.includes(name));
    await findDifferences(connection, keys, cells);
    return {
      ...(await countDifferences(connection, cells)),
      page: await readPage(connection, keys, cells, input),
    };
  });
}

/** Ids of the second table begin with another letter, so that no name of a side can mean the other's. */
function pairsOf(before: NamedTable, after: NamedTable): Pair[] {
  const [held, other] = [holdColumns(before.columns).columns, holdColumns(after.columns).columns];
  return comparableColumns(before.columns, after.columns).map((pair) => ({
    name: pair.before.name,
    before: findColumn(held, pair.before.name),
    after: findColumn(other, pair.after.name),
  }));
}

function keyOf(pairs: readonly Pair[], name: string): Pair {
  const found = pairs.find((pair) => pair.name === name);
  if (!found) throw new AppError("INVALID", `${name} is not a column of one type in both versions.`);
  return found;
}

async function openTable(connection: DuckDBConnection, name: "a" | "b", table: NamedTable): Promise<void> {
  const ids = holdColumns(table.columns).columns.map(({ id }) => id);
  await connection.run(`CREATE VIEW ${name} AS SELECT * FROM ${await numberedRows(connection, table, ids)}`);
}

/** Rows are told by a key that every row has and no two share. */
async function requireKey(
  connection: DuckDBConnection,
  { table, named, ids, key }: { table: string; named: NamedTable; ids: string[]; key: string[] },
): Promise<void> {
  const empty = ids.map((id) => `${id} IS NULL`).join(" OR ");
  const reader = await connection.runAndReadAll(
    `SELECT count(*) FILTER (${empty})::DOUBLE,
      (SELECT count(*)::DOUBLE FROM (SELECT 1 FROM ${table} GROUP BY ${ids.join(", ")} HAVING count(*) > 1))
     FROM ${table}`,
  );
  const [without, shared] = reader.getRowsJson()[0]!.map(Number) as [number, number];
  const what = key.join(" with ");
  if (without > 0)
    throw new AppError(
      "INVALID",
      `${what} is no key: ${integer(without)} rows of ${named.name} lack it. Choose other columns.`,
    );
  if (shared > 0)
    throw new AppError(
      "INVALID",
      `${what} is no key: in ${named.name} ${integer(shared)} of its values stand in more than one row. ` +
        "Choose other columns, or add one.",
    );
}

function differs({ before, after }: Pair): string {
  return `a.${before.id} IS DISTINCT FROM b.${after.id}`;
}

/** The table `d`: a row for each difference, with the numbers of both rows, and whether each cell changed. */
async function findDifferences(connection: DuckDBConnection, keys: Pair[], cells: Pair[]): Promise<void> {
  const on = keys.map(({ before, after }) => `a.${before.id} = b.${after.id}`).join(" AND ");
  const both = `a.${rowNumber} IS NOT NULL AND b.${rowNumber} IS NOT NULL`;
  const flags = cells.map((pair, i) => `(${both} AND ${differs(pair)}) AS f${i}`);
  const any = cells.map((_, i) => `f${i}`).join(" OR ") || "false";
  await connection.run(
    `CREATE TEMP TABLE d AS SELECT * FROM (
      SELECT a.${rowNumber} AS an, b.${rowNumber} AS bn${flags.map((flag) => `, ${flag}`).join("")}
      FROM a FULL JOIN b ON ${on})
     WHERE an IS NULL OR bn IS NULL OR ${any}`,
  );
}

async function countDifferences(connection: DuckDBConnection, cells: Pair[]) {
  const count = (condition: string) => `count(*) FILTER (${condition})::DOUBLE`;
  const list = [
    count("an IS NULL"),
    count("bn IS NULL"),
    count("an IS NOT NULL AND bn IS NOT NULL"),
    "(SELECT count(*) FROM a)::DOUBLE",
    ...cells.map((_, i) => count(`f${i}`)),
  ];
  const reader = await connection.runAndReadAll(`SELECT ${list.join(", ")} FROM d`);
  const [added, removed, changed, rows, ...each] = reader.getRowsJson()[0]!.map(Number) as [
    number,
    number,
    number,
    number,
    ...number[],
  ];
  const columns = cells.map(({ name }, i) => ({ column: name, count: each[i]! }));
  return {
    same: rows - removed - changed,
    changed,
    added,
    removed,
    cells: columns.filter(({ count: n }) => n > 0).sort((a, b) => b.count - a.count),
  };
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
