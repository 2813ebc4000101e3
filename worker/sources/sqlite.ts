import { pathToFileURL } from "node:url";
import { constants, DatabaseSync, type StatementSync } from "node:sqlite";
import type { CellType } from "@/lib/datasets/cell-column";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import type { ConfigOf } from "@/lib/sources/kinds";
import { cellFile } from "./cell-file";
import type { Ask, Fetched } from "./fetch";

type Value = string | bigint | number | Uint8Array | null;
/** What stands in a column, as SQLite types each cell by itself. */
type Seen = { whole: boolean; unsafe: boolean; real: boolean; text: boolean };

/** Reading, functions and recursion; whatever attaches, writes or sets anything is refused. */
const allowed: ReadonlySet<number> = new Set([
  constants.SQLITE_SELECT,
  constants.SQLITE_READ,
  constants.SQLITE_FUNCTION,
  constants.SQLITE_RECURSIVE,
]);
const pageRows = 2_000;

/** Reads a query of an uploaded SQLite file, which may open that file and nothing else. */
export async function fetchSqlite(ask: Ask<ConfigOf<"sqlite">, unknown>): Promise<Fetched> {
  if (!ask.upload) throw new AppError("CONFLICT", "This source reads a file. Upload it first.");
  const cells = await cellFile(ask.file, ask.amount);
  const database = open(ask.upload);
  try {
    const statement = prepare(database, ask.config.query);
    const names = statement.columns().map(({ name }) => name);
    const seen = names.map((): Seen => ({ whole: false, unsafe: false, real: false, text: false }));
    const rows = statement.iterate() as unknown as IterableIterator<Value[]>;
    let page: (string | null)[][] = [];
    let wanted = true;
    for (const row of rows) {
      page.push(row.map((value, i) => textOf(value, seen[i]!)));
      if (page.length < pageRows) continue;
      wanted = await cells.take(page);
      if (!wanted) break;
      page = [];
      ask.progress(`Read ${integer(cells.rows())} rows`);
    }
    if (wanted) await cells.take(page);
    return await cells.end(names.map((name, i) => ({ name, type: typeOf(seen[i]!) })));
  } catch (error) {
    throw refusalOf(error);
  } finally {
    await cells.close();
    database.close();
  }
}

function open(file: string): DatabaseSync {
  try {
    // Immutable: nothing is written beside the file either.
    const address = new URL(`${pathToFileURL(file).href}?immutable=1`);
    const database = new DatabaseSync(address, { readOnly: true, allowExtension: false });
    database.exec("PRAGMA trusted_schema = OFF");
    database.setAuthorizer((action) => (allowed.has(action) ? constants.SQLITE_OK : constants.SQLITE_DENY));
    return database;
  } catch (error) {
    throw refusalOf(error);
  }
}

function prepare(database: DatabaseSync, query: string): StatementSync {
  const statement = database.prepare(query);
  const rest = query.slice(statement.sourceSQL.length).replaceAll(/--[^\n]*|\/\*.*?\*\/|[\s;]/gs, "");
  if (rest !== "")
    throw new AppError("INVALID", "Write one query: what stands behind its end would not be read.");
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  return statement;
}

function textOf(value: Value, seen: Seen): string | null {
  if (value === null) return null;
  if (typeof value === "bigint") {
    seen.whole = true;
    seen.unsafe ||= value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER);
    return String(value);
  }
  if (typeof value === "number") {
    seen.real = true;
    return String(value);
  }
  seen.text = true;
  return typeof value === "string" ? value : `X'${Buffer.from(value).toString("hex")}'`;
}

function typeOf({ whole, unsafe, real, text }: Seen): CellType {
  if (text || (!whole && !real)) return "text";
  if (!real) return "integer";
  return unsafe ? "text" : "double";
}

function refusalOf(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  if (/not authorized|prohibited|readonly/i.test(error.message))
    return new AppError("INVALID", `A source only reads its file. (${error.message})`);
  return new AppError("INVALID", `SQLite refused: ${error.message}`);
}
