import { requireUnmasked } from "@/lib/datasets/barred";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { EngineRequests } from "@/lib/datasets/engine";
import { holdColumns } from "@/lib/datasets/recipe";
import { findColumn, requireFreeName, rowNumber, type HeldColumn } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { identifier, withDuckDb } from "./duckdb";
import { numberedRows, writeVersion } from "./version-file";
import { loadFrame } from "./write";

type Input = EngineRequests["attach"]["input"];

/** Writes the rows of a table with more columns; rows that nothing is said of have no value in them. */
export function attachColumns({
  table,
  source,
  values,
  out,
}: Input): Promise<EngineRequests["attach"]["output"]> {
  if (source)
    requireUnmasked([...table.masked, ...source.table.masked], source.key, "rows cannot be told by it.");
  const files = [table.file, out, ...(source ? [source.table.file] : [])];
  // One thread: the same rows give the same bytes.
  return withDuckDb({ files, threads: 1 }, async (connection) => {
    const held = await view(connection, "t", table);
    const added = values.columns.slice(1);
    for (const { name } of added) requireFreeName(held, name);
    const cells = await loadFrame(connection, "said", values);
    const list = cells.slice(1).map((cell, i) => `${cell} AS a${i}`);
    await connection.run(
      `CREATE TABLE attached AS SELECT ${[`(${cells[0]})::BIGINT - 1 AS n`, ...list].join(", ")} FROM said`,
    );
    if (source) await findAgain(connection, source, held);
    const attached = await count(connection, `attached JOIN t ON n = t.${rowNumber}`);
    const names = [
      ...held.map(({ id, name }) => `t.${id} AS ${identifier(name)}`),
      ...added.map(({ name }, i) => `a.a${i} AS ${identifier(name)}`),
    ];
    const query = `SELECT ${names.join(", ")} FROM t LEFT JOIN attached a ON a.n = t.${rowNumber}
      ORDER BY t.${rowNumber}`;
    const columns = [...table.columns, ...added.map(({ name, type }) => ({ name, type }))];
    return { ...(await writeVersion(connection, query, out, { columns })), attached };
  });
}

async function view(connection: DuckDBConnection, name: string, table: Input["table"]) {
  const held = holdColumns(table.columns).columns;
  const ids = held.map(({ id }) => id);
  await connection.run(`CREATE VIEW ${name} AS SELECT * FROM ${await numberedRows(connection, table, ids)}`);
  return held;
}

/**
 * Gives `attached` the numbers of the rows in `t` that have the keys which its rows have in the source; those
 * without are dropped.
 *
 * @throws {AppError} INVALID where a key lacks in its rows, is of another type, or is not of one row
 */
async function findAgain(
  connection: DuckDBConnection,
  { table, key }: NonNullable<Input["source"]>,
  held: readonly HeldColumn[],
): Promise<void> {
  const before = await view(connection, "s", table);
  const pairs = key.map((name) => ({ name, s: findColumn(before, name), t: findColumn(held, name) }));
  const other = pairs.find(({ s, t }) => s.type !== t.type);
  if (other)
    throw new AppError(
      "INVALID",
      `${other.name} is ${other.s.type} in the version that was labelled, ${other.t.type} in the other.`,
    );
  const lacks = pairs.map(({ s }) => `s.${s.id} IS NULL`).join(" OR ");
  const rows = `attached JOIN s ON s.${rowNumber} = n`;
  const lacking = await count(connection, `${rows} WHERE ${lacks}`);
  if (lacking > 0)
    throw new AppError("INVALID", `Among the labelled rows ${integer(lacking)} lack ${key.join(", ")}.`);
  for (const side of ["s", "t"] as const) {
    const ids = pairs.map((pair) => pair[side].id).join(", ");
    const present = pairs.map((pair) => `${pair[side].id} IS NOT NULL`).join(" AND ");
    const several = await count(
      connection,
      `(SELECT 1 FROM ${side} WHERE ${present} GROUP BY ${ids} HAVING count(*) > 1)`,
    );
    if (several > 0)
      throw new AppError(
        "INVALID",
        `${key.join(", ")} is no key: ${integer(several)} values are of several rows.`,
      );
  }
  const same = pairs.map(({ s, t }) => `s.${s.id} = t.${t.id}`).join(" AND ");
  await connection.run(
    `CREATE TABLE again AS SELECT a.* REPLACE (t.${rowNumber} AS n)
      FROM attached a JOIN s ON s.${rowNumber} = a.n JOIN t ON ${same}`,
  );
  await connection.run("DROP TABLE attached");
  await connection.run("ALTER TABLE again RENAME TO attached");
}

async function count(connection: DuckDBConnection, relation: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${relation}`);
  return Number(reader.getRowsJson()[0]![0]);
}
