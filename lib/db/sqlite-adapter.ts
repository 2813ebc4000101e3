import {
  ColumnTypeEnum,
  DriverAdapterError,
  type ArgType,
  type ColumnType,
  type MappedError,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils";
import { dateText } from "./date-text";
import type { SqliteConnection, SqliteValue } from "./sqlite";

const named = { provider: "sqlite", adapterName: "perihelion-node-sqlite" } as const;

/** Prisma's way to a SQLite file over the one connection that everything else uses too. */
export function sqliteAdapter(connection: SqliteConnection): SqlDriverAdapterFactory {
  return {
    ...named,
    connect: async () => ({
      ...named,
      queryRaw: (query) => connection.alone(() => resultSet(connection, query)),
      executeRaw: (query) =>
        connection.alone(() => guarded(() => connection.run(query.sql, valuesOf(query)).changes)),
      executeScript: (script) => connection.alone(() => guarded(() => connection.script(script))),
      startTransaction: async () => {
        const release = await connection.hold();
        try {
          return transaction(connection, release);
        } catch (error) {
          await release(); // another process has the file locked: the next one may find it free
          throw error;
        }
      },
      dispose: async () => connection.close(),
    }),
  };
}

function transaction(connection: SqliteConnection, release: () => Promise<void>) {
  const say = async (sql: string) => void guarded(() => connection.run(sql, []));
  const end = async (sql: string) => say(sql).finally(release);
  const queryable: SqlQueryable = {
    ...named,
    queryRaw: async (query) => resultSet(connection, query),
    executeRaw: async (query) => guarded(() => connection.run(query.sql, valuesOf(query)).changes),
  };
  guarded(() => connection.run("BEGIN IMMEDIATE", []));
  return {
    ...queryable,
    options: { usePhantomQuery: true },
    commit: () => end("COMMIT"),
    rollback: async () => {
      try {
        guarded(() => connection.rollback());
      } finally {
        await release();
      }
    },
    createSavepoint: (name: string) => say(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name: string) => say(`ROLLBACK TO ${name}`),
    releaseSavepoint: (name: string) => say(`RELEASE ${name}`),
  };
}

function resultSet(connection: SqliteConnection, query: SqlQuery): SqlResultSet {
  const { columns, types, rows } = guarded(() => connection.run(query.sql, valuesOf(query)));
  const columnTypes = types.map((type, i) => declared(type) ?? inferred(rows, i));
  return { columnNames: columns, columnTypes, rows };
}

function declared(type: string | null): ColumnType | null {
  switch (type?.toUpperCase()) {
    case "INTEGER":
      return ColumnTypeEnum.Int32;
    case "BIGINT":
      return ColumnTypeEnum.Int64;
    case "REAL":
      return ColumnTypeEnum.Double;
    case "DATETIME":
      return ColumnTypeEnum.DateTime;
    case "BOOLEAN":
      return ColumnTypeEnum.Boolean;
    case "TEXT":
      return ColumnTypeEnum.Text;
    case "BLOB":
      return ColumnTypeEnum.Bytes;
    default:
      return null;
  }
}

/** An expression has no declared type; its first value tells. */
function inferred(rows: readonly SqliteValue[][], column: number): ColumnType {
  const value = rows.find((row) => row[column] !== null)?.[column];
  if (typeof value === "string") return ColumnTypeEnum.Text;
  if (value instanceof Uint8Array) return ColumnTypeEnum.Bytes;
  if (typeof value === "number")
    return Number.isInteger(value) ? ColumnTypeEnum.Int64 : ColumnTypeEnum.Double;
  return ColumnTypeEnum.Int32;
}

function valuesOf({ args, argTypes }: SqlQuery): SqliteValue[] {
  return args.map((arg, i) => valueOf(arg, argTypes[i]!));
}

function valueOf(arg: unknown, { scalarType }: ArgType): SqliteValue {
  if (arg instanceof Date) return dateText(arg);
  if (typeof arg === "boolean") return arg ? 1 : 0;
  if (typeof arg === "string" && scalarType === "datetime") return dateText(new Date(arg));
  if (typeof arg === "string" && scalarType === "bigint") return BigInt(arg);
  if (typeof arg === "string" && scalarType === "bytes") return Buffer.from(arg, "base64");
  return arg as SqliteValue;
}

/** Runs `work`; what SQLite refuses is told in Prisma's words. */
function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof Error && "errcode" in error
      ? new DriverAdapterError(mapped(error.errcode as number, error.message))
      : error;
  }
}

/** @see https://www.sqlite.org/rescode.html */
function mapped(code: number, message: string): MappedError {
  const fields = message
    .split("constraint failed: ")
    .at(1)
    ?.split(", ")
    .map((field) => field.split(".").at(-1)!);
  const constraint = fields ? { constraint: { fields } } : {};
  const original = { originalCode: String(code), originalMessage: message };
  if (code === 2067 || code === 1555)
    return { ...original, kind: "UniqueConstraintViolation", ...constraint };
  if (code === 1299) return { ...original, kind: "NullConstraintViolation", ...constraint };
  if (code === 787 || code === 1811)
    return { ...original, kind: "ForeignKeyConstraintViolation", constraint: { foreignKey: {} } };
  if ((code & 0xff) === 5) return { ...original, kind: "SocketTimeout" };
  return { ...original, kind: "sqlite", extendedCode: code, message };
}
