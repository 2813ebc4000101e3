import { addAbortSignal } from "node:stream";
import { createConnection, type Connection } from "mysql2";
import type { CellType } from "@/lib/datasets/cell-column";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { dialGuarded } from "@/lib/http/guarded-socket";
import type { ConfigOf, SecretOf } from "@/lib/sources/kinds";
import { cellFile } from "./cell-file";
import type { Ask, Fetched } from "./fetch";

type MysqlAsk = Ask<ConfigOf<"mysql">, SecretOf<"mysql">>;
type Row = (string | null)[];
/** A column as the protocol describes it. */
type Column = { name: string; columnType?: number; characterSet?: number };

/** Types that have one of ours, by their number in the protocol; all others are read as text. */
const types: Record<number, CellType> = {
  0: "decimal",
  1: "integer",
  2: "integer",
  3: "integer",
  4: "double",
  5: "double",
  7: "timestamp",
  8: "integer",
  9: "integer",
  10: "date",
  12: "timestamp",
  13: "integer",
  246: "decimal",
};
/** Bits and shapes; types that hold text or bytes, and the character set that says bytes. */
const bytewise = new Set([16, 255]);
const textual = new Set([15, 249, 250, 251, 252, 253, 254]);
const binary = 63;
const pageRows = 2_000;

/**
 * Reads a query of MySQL or MariaDB row by row, in a transaction that only reads, each cell as it is
 * written.
 */
export async function fetchMysql(ask: MysqlAsk): Promise<Fetched> {
  const deadline = AbortSignal.timeout(ask.config.seconds * 1_000);
  const signal = AbortSignal.any([ask.signal, deadline]);
  // A client that waits for a server which says nothing more need not hear that its socket is gone.
  const ended = new Promise<never>((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }),
  );
  try {
    return await Promise.race([read({ ...ask, signal }), ended]);
  } catch (error) {
    if (deadline.aborted) throw tookTooLong(ask.config.seconds);
    throw error;
  }
}

async function read(ask: MysqlAsk): Promise<Fetched> {
  const connection = await connect(ask);
  const cells = await cellFile(ask.file, ask.amount);
  try {
    await begin(connection, ask.config.seconds);
    let columns: Column[] = [];
    let tables = 0;
    const query = connection.query({ sql: ask.config.query, rowsAsArray: true, typeCast: bytesOf });
    query.on("fields", (found: unknown) => {
      if (!Array.isArray(found)) return;
      columns = found as Column[];
      tables += 1;
    });
    let page: Row[] = [];
    let wanted = true;
    const rows = addAbortSignal(ask.signal, query.stream({ highWaterMark: 1_000 }));
    for await (const row of rows as AsyncIterable<(Buffer | null)[]>) {
      if (tables > 1) throw severalTables();
      page.push(row.map((cell, i) => textOf(cell, columns[i]!)));
      if (page.length < pageRows) continue;
      wanted = await cells.take(page);
      if (!wanted) break;
      page = [];
      ask.progress(`Fetched ${integer(cells.rows())} rows`);
    }
    if (wanted) await cells.take(page);
    return await cells.end(columns.map(columnOf));
  } catch (error) {
    throw refusalOf(error, ask);
  } finally {
    await cells.close();
    connection.destroy(); // the transaction has changed nothing
  }
}

async function connect({ config, secret, ...guard }: MysqlAsk): Promise<Connection> {
  const { host, port, database, user, tls } = config;
  const socket = await dialGuarded({ host, port }, guard);
  const connection = createConnection({
    host,
    port,
    database,
    user,
    password: secret?.password ?? "",
    stream: () => socket, // connected already, to an address that was looked at
    charset: "utf8mb4",
    flags: ["-LOCAL_FILES"], // the other side never reads a file of ours
    ...(tls === "off"
      ? {}
      : { ssl: { rejectUnauthorized: tls === "verify", verifyIdentity: tls === "verify" } }),
  });
  connection.on("error", () => undefined); // what is under way hears of it too
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error ? reject(refusalOf(error, { config })) : resolve()));
  });
  return connection;
}

async function begin(connection: Connection, seconds: number): Promise<void> {
  const run = (sql: string) =>
    new Promise<unknown>((resolve, reject) => {
      connection.query(sql, (error, rows) => (error ? reject(error) : resolve(rows)));
    });
  const [{ version }] = (await run("SELECT VERSION() AS version")) as [{ version: string }];
  await run("SET SESSION time_zone = '+00:00'");
  await run(
    /mariadb/i.test(version)
      ? `SET SESSION max_statement_time = ${seconds}`
      : `SET SESSION max_execution_time = ${seconds * 1_000}`,
  );
  await run("SET SESSION TRANSACTION READ ONLY");
  await run("START TRANSACTION READ ONLY");
}

/** Bytes are told from text by their character set, and written as MySQL writes them itself. */
function textOf(cell: Buffer | null, { columnType = 253, characterSet }: Column): string | null {
  if (cell === null) return null;
  const isBytes = bytewise.has(columnType) || (textual.has(columnType) && characterSet === binary);
  return isBytes ? `0x${cell.toString("hex")}` : cell.toString("utf8");
}

function columnOf({ name, columnType = 253 }: Column): { name: string; type: CellType } {
  return { name, type: types[columnType] ?? "text" };
}

/** Every cell as it came. */
function bytesOf(cell: unknown): Buffer | null {
  return (cell as { buffer: () => Buffer | null }).buffer();
}

function severalTables(): AppError {
  return new AppError("INVALID", "The query answers several tables. Write one that answers a single one.");
}

function tookTooLong(seconds: number): AppError {
  return new AppError("TIMEOUT", `The query took longer than ${integer(seconds)} s and was stopped.`);
}

/** What the database says is for its user; what the connection says gets the place's name. */
function refusalOf(error: unknown, { config }: { config: ConfigOf<"mysql"> }): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const place = `${config.host}:${config.port}`;
  const { errno = 0 } = error as { errno?: number };
  if (errno === 1969 || errno === 3024) return tookTooLong(config.seconds);
  if (errno === 1792)
    return new AppError("INVALID", `The query writes; a source only reads. (${error.message})`);
  if (errno >= 1_000) return new AppError("INVALID", `MySQL at ${place} refused: ${error.message}`);
  return new AppError("UNAVAILABLE", `MySQL at ${place} broke off: ${error.message}`);
}
