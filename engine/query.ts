import type { EngineRequests, NamedTable, QueryAnswer } from "@/lib/datasets/engine";
import { AppError } from "@/lib/errors";
import type { Frame } from "@/lib/frame/frame";
import { describe, identifier, openDuckDb, scan } from "./duckdb";
import { readFrame } from "./read";

/** Answers a query over named tables, at most `limit` rows. */
export async function runQuery(
  { sql, tables, limit }: EngineRequests["query"]["input"],
  scratch: string,
): Promise<QueryAnswer> {
  const started = performance.now();
  const connection = await openDuckDb(
    tables.map(({ file }) => file),
    scratch,
  );
  try {
    for (const table of tables)
      await connection.run(`CREATE VIEW ${identifier(table.name)} AS SELECT * FROM ${scan(table)}`);
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) throw new AppError("INVALID", "A SQL cell holds one query.");
    const relation = `(${sql.trim().replace(/;\s*$/, "")}\n)`;
    const columns = await describe(connection, relation);
    const frame = await readFrame(connection, relation, columns, { tail: `LIMIT ${limit + 1}` });
    const truncated = frame.rows > limit;
    return {
      frame: truncated ? cut(frame, limit) : frame,
      truncated,
      milliseconds: performance.now() - started,
    };
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error)) throw error;
    throw new AppError("INVALID", error.message.replace(/DESCRIBE SELECT \* FROM \(/, ""));
  } finally {
    connection.closeSync();
  }
}

/** A page of rows in the order of the file. */
export async function readRows(
  { table, offset, limit }: { table: NamedTable; offset: number; limit: number },
  scratch: string,
): Promise<Frame> {
  const connection = await openDuckDb([table.file], scratch);
  try {
    return await readFrame(connection, scan(table), table.columns, {
      tail: `LIMIT ${limit} OFFSET ${offset}`,
    });
  } finally {
    connection.closeSync();
  }
}

/** Whole columns, thinned to at most `limit` rows spread evenly. */
export async function readColumns(
  { table, names, limit }: EngineRequests["column"]["input"],
  scratch: string,
): Promise<Frame> {
  const connection = await openDuckDb([table.file], scratch);
  try {
    const columns = names.map((name) => {
      const column = table.columns.find((candidate) => candidate.name === name);
      if (!column) throw new AppError("INVALID", `There is no column ${name}.`);
      return column;
    });
    const numbered = `(SELECT *, row_number() OVER () AS "row number" FROM ${scan(table)})`;
    const total = `(SELECT count(*) FROM ${scan(table)})`;
    return await readFrame(connection, numbered, columns, {
      tail: `WHERE "row number" % greatest(1, ceil(${total} / ${limit})::BIGINT) = 0 OR ${total} <= ${limit}`,
    });
  } finally {
    connection.closeSync();
  }
}

function cut(frame: Frame, rows: number): Frame {
  const columns = frame.columns.map((column) =>
    column.type === "text"
      ? { ...column, codes: column.codes.slice(0, rows) }
      : { ...column, values: column.values.slice(0, rows) },
  );
  return { rows, columns };
}
