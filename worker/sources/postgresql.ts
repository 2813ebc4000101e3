import { Client, type FieldDef } from "pg";
import type { CellType } from "@/lib/datasets/cell-column";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { dialGuarded } from "@/lib/http/guarded-socket";
import type { ConfigOf, SecretOf } from "@/lib/sources/kinds";
import { cellFile } from "./cell-file";
import type { Ask, Fetched } from "./fetch";

type PostgresAsk = Ask<ConfigOf<"postgresql">, SecretOf<"postgresql">>;
type Row = (string | null)[];

/** Types that have one of ours; all others are read as PostgreSQL writes them. */
const types: Record<number, CellType> = {
  16: "boolean",
  20: "integer",
  21: "integer",
  23: "integer",
  26: "integer",
  700: "double",
  701: "double",
  1082: "date",
  1114: "timestamp",
  1184: "timestamptz",
  1700: "decimal",
};
/** Rows that are asked for at once, within what is held in memory. */
const page = { least: 100, most: 10_000, characters: 4 << 20 };

/**
 * Reads a query of PostgreSQL by a cursor, in a transaction that only reads, each cell as the database
 * writes it.
 */
export async function fetchPostgresql(ask: PostgresAsk): Promise<Fetched> {
  const deadline = AbortSignal.timeout(ask.config.seconds * 1_000);
  const signal = AbortSignal.any([ask.signal, deadline]);
  try {
    return await read({ ...ask, signal });
  } catch (error) {
    if (deadline.aborted)
      throw new AppError(
        "TIMEOUT",
        `The query took longer than ${integer(ask.config.seconds)} s and was stopped.`,
      );
    throw error;
  }
}

async function read(ask: PostgresAsk): Promise<Fetched> {
  const client = await connect(ask);
  const cells = await cellFile(ask.file, ask.amount);
  try {
    await begin(client, ask);
    let [count, types] = [page.least, [] as CellColumns];
    for (;;) {
      const { rows, fields } = await fetchPage(client, count);
      types = columnsOf(fields);
      const wanted = await cells.take(rows);
      if (!wanted || rows.length < count) break;
      ask.progress(`Fetched ${integer(cells.rows())} rows`);
      count = nextCount(rows, count);
    }
    return await cells.end(types);
  } catch (error) {
    throw refusalOf(error, ask);
  } finally {
    await cells.close();
    client.connection.stream.destroy(); // the transaction has changed nothing
  }
}

type CellColumns = { name: string; type: CellType }[];
type Opened = Client & { connection: { stream: { destroy: () => void } } };

async function connect({ config, secret, ...guard }: PostgresAsk): Promise<Opened> {
  const { host, port, database, user, tls } = config;
  const socket = await dialGuarded({ host, port }, guard);
  // The driver dials what it is given; this one is connected already, to an address that was looked at.
  socket.connect = () => {
    queueMicrotask(() => socket.emit("connect"));
    return socket;
  };
  for (const name of Object.keys(process.env)) if (name.startsWith("PG")) delete process.env[name];
  const client = new Client({
    host,
    port,
    database,
    user,
    password: () => secret?.password ?? "", // a function, so that no file of this machine is asked
    ssl: tls === "off" ? false : { rejectUnauthorized: tls === "verify" },
    stream: () => socket,
    application_name: "perihelion",
    types: { getTypeParser: () => (text: string) => text },
  } as ConstructorParameters<typeof Client>[0]) as Opened;
  client.on("error", () => undefined); // what is under way hears of it too
  try {
    await client.connect();
  } catch (error) {
    socket.destroy();
    throw refusalOf(error, { config });
  }
  return client;
}

async function begin(client: Client, { config }: PostgresAsk): Promise<void> {
  await client.query("BEGIN READ ONLY");
  for (const setting of [
    `statement_timeout = ${config.seconds * 1_000}`,
    "TimeZone = 'UTC'",
    "DateStyle = 'ISO, YMD'",
    "IntervalStyle = 'iso_8601'",
    "bytea_output = 'hex'",
    "client_encoding = 'UTF8'",
  ])
    await client.query(`SET LOCAL ${setting}`);
  // Where the server can, it looks whether we are still here: what nobody waits for ends.
  await client.query(
    `SELECT set_config(name, '2000', true) FROM pg_settings WHERE name = 'client_connection_check_interval'`,
  );
  const query = config.query.replace(/(\s*;)+\s*$/, "");
  // By the protocol that takes one statement alone.
  const text = `DECLARE perihelion_rows NO SCROLL CURSOR FOR ${query}`;
  await client.query({ text, queryMode: "extended" } as { text: string });
}

async function fetchPage(client: Client, count: number): Promise<{ rows: Row[]; fields: FieldDef[] }> {
  const text = `FETCH FORWARD ${count} FROM perihelion_rows`;
  return (await client.query({ text, rowMode: "array" })) as unknown as { rows: Row[]; fields: FieldDef[] };
}

function nextCount(rows: readonly Row[], count: number): number {
  const characters = rows.reduce(
    (sum, row) => sum + row.reduce((all, cell) => all + (cell?.length ?? 0), 0),
    0,
  );
  const fits = Math.floor((page.characters / Math.max(1, characters)) * rows.length);
  return Math.max(1, Math.min(page.most, count * 2, fits));
}

function columnsOf(fields: readonly FieldDef[]): CellColumns {
  return fields.map(({ name, dataTypeID }) => ({ name, type: types[dataTypeID] ?? "text" }));
}

/** What the database says is for its user; what the connection says gets the place's name. */
function refusalOf(error: unknown, { config }: { config: ConfigOf<"postgresql"> }): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const place = `${config.host}:${config.port}`;
  const { code } = error as { code?: string };
  if (code === "57014")
    return new AppError("TIMEOUT", `The query took longer than ${config.seconds} s and was stopped.`);
  if (code === "25006")
    return new AppError("INVALID", `The query writes; a source only reads. (${error.message})`);
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code))
    return new AppError("INVALID", `PostgreSQL at ${place} refused: ${error.message}`);
  if (/password must be/.test(error.message))
    return new AppError("INVALID", `PostgreSQL at ${place} asks for a password, and the source has none.`);
  return new AppError("UNAVAILABLE", `PostgreSQL at ${place} broke off: ${error.message}`);
}
