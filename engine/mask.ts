import type { DuckDBConnection } from "@duckdb/node-api";
import type { EngineRequests, Imported } from "@/lib/datasets/engine";
import { holdColumns } from "@/lib/datasets/recipe";
import { literal, sqlTypes, type HeldColumn } from "@/lib/datasets/steps/step";
import { identifier, withDuckDb } from "./duckdb";
import { rangesOf } from "./mask-ranges";
import { numberedRows, writeVersion } from "./version-file";

/** Digits of a hash that are shown: two values of a table in millions do not share them by chance. */
const hashDigits = 20;
/** Bytes that HMAC combines its key with, for SHA-256. */
const blockBytes = 64;

/** Writes a copy of a version in which cells are masked: what is masked is nowhere in it. */
export function maskTable({ table, shown, secret, out }: EngineRequests["mask"]["input"]): Promise<Imported> {
  // One thread: the same version and masks give the same bytes.
  return withDuckDb({ files: [table.file, out], threads: 1 }, async (connection) => {
    const { columns } = holdColumns(table.columns);
    const ids = columns.map(({ id }) => id);
    const relation = await numberedRows(connection, table, ids);
    await connection.run(`CREATE VIEW t AS SELECT * FROM ${relation}`);
    const list: string[] = [];
    for (const [i, column] of columns.entries()) {
      const { name, type, mask } = shown[i]!;
      const cell = mask === null ? column.id : await maskedCell(connection, column, { mask, secret });
      list.push(`${mask === null ? cell : `CAST(${cell} AS ${sqlTypes[type]})`} AS ${identifier(name)}`);
    }
    const columnsShown = shown.map(({ name, type }) => ({ name, type }));
    const made = await writeVersion(connection, `SELECT ${list.join(", ")} FROM t`, out, {
      columns: columnsShown,
    });
    if (made.rows !== table.rows) throw new Error(`Of ${table.rows} rows ${made.rows} were written.`);
    return made;
  });
}

async function maskedCell(
  connection: DuckDBConnection,
  column: HeldColumn,
  { mask, secret }: { mask: "hide" | "hash" | "bin"; secret: string | null },
): Promise<string> {
  if (mask === "hash" && secret) return hashSql(column.id, secret);
  if (mask === "bin") return rangesOf(connection, column, "t");
  return "NULL";
}

/** HMAC by SHA-256 of a cell's text, its first digits; a missing cell stays one. */
function hashSql(id: string, secret: string): string {
  const key = Buffer.alloc(blockBytes);
  Buffer.from(secret, "hex").copy(key);
  const pad = (byte: number) =>
    `from_hex(${literal(Buffer.from(key.map((one) => one ^ byte)).toString("hex"))})`;
  const inner = `sha256(${pad(0x36)} || encode(CAST(${id} AS VARCHAR)))`;
  return `left(sha256(${pad(0x5c)} || from_hex(${inner})), ${hashDigits})`;
}
