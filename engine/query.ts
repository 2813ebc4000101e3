import type { EngineRequests, NamedTable, QueryAnswer } from "@/lib/datasets/engine";
import { AppError } from "@/lib/errors";
import type { Frame } from "@/lib/frame/frame";
import { describe, identifier, scan, withDuckDb } from "./duckdb";
import { requireOwnTables } from "./guard";
import { readFrame } from "./read";

/** Answers a query over named tables, at most `limit` rows. */
export async function runQuery({
  sql,
  tables,
  limit,
}: EngineRequests["query"]["input"]): Promise<QueryAnswer> {
  const started = performance.now();
  return withDuckDb({ files: tables.map(({ file }) => file) }, async (connection) => {
    try {
      for (const table of tables)
        await connection.run(`CREATE VIEW ${identifier(table.name)} AS SELECT * FROM ${scan(table)}`);
      const statements = await connection.extractStatements(sql);
      if (statements.count !== 1) throw new AppError("INVALID", "A SQL cell holds one query.");
      await requireOwnTables(
        connection,
        sql,
        tables.map(({ name }) => name),
      );
      const relation = `(${sql.trim().replace(/;\s*$/, "")}\n)`;
      const columns = await describe(connection, relation);
      const frame = await readFrame(connection, relation, columns, { tail: `LIMIT ${limit + 1}` });
      const truncated = frame.rows > limit;
      const milliseconds = performance.now() - started;
      return { frame: truncated ? cut(frame, limit) : frame, truncated, milliseconds };
    } catch (error) {
      if (error instanceof AppError || !(error instanceof Error) || /Out of Memory/i.test(error.message))
        throw error;
      throw new AppError("INVALID", error.message.replace(/DESCRIBE SELECT \* FROM \(/, ""));
    }
  });
}

/** A page of rows in the order of the file. */
export function readRows({
  table,
  offset,
  limit,
}: {
  table: NamedTable;
  offset: number;
  limit: number;
}): Promise<Frame> {
  const tail = `LIMIT ${limit} OFFSET ${offset}`;
  return withDuckDb({ files: [table.file] }, (connection) =>
    readFrame(connection, scan(table), table.columns, { tail }),
  );
}

/** Whole columns, thinned to at most `limit` rows spread evenly. */
export function readColumns({ table, names, limit }: EngineRequests["column"]["input"]): Promise<Frame> {
  const columns = names.map((name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (!column) throw new AppError("INVALID", `There is no column ${name}.`);
    return column;
  });
  const numbered = `(SELECT *, row_number() OVER () AS "row number" FROM ${scan(table)})`;
  const total = `(SELECT count(*) FROM ${scan(table)})`;
  const tail = `WHERE "row number" % greatest(1, ceil(${total} / ${limit})::BIGINT) = 0 OR ${total} <= ${limit}`;
  return withDuckDb({ files: [table.file] }, (connection) =>
    readFrame(connection, numbered, columns, { tail }),
  );
}

function cut(frame: Frame, rows: number): Frame {
  const columns = frame.columns.map((column) =>
    column.type === "text"
      ? { ...column, codes: column.codes.slice(0, rows) }
      : { ...column, values: column.values.slice(0, rows) },
  );
  return { rows, columns };
}
