import type { EngineRequests, Progress } from "@/lib/datasets/engine";
import { correlationsOf } from "@/lib/datasets/correlations";
import { findingsOf, identifierColumns } from "@/lib/datasets/findings";
import type { ColumnProfile, Profile } from "@/lib/datasets/profile";
import { columnProfile, type Room } from "@/lib/datasets/profile-column";
import { targetOf, type Target } from "@/lib/datasets/target";
import type { ColumnSchema } from "@/lib/frame/frame";
import { sortRoom } from "@/lib/stats/sort";
import type { DuckDBConnection } from "@duckdb/node-api";
import { countRows, openDuckDb, scan } from "./duckdb";
import { readFrame } from "./read";

type Input = EngineRequests["profile"]["input"];

/** The whole exact profile of a table, column by column; each column is told as soon as it is known. */
export async function profileTable({ table, target: wanted }: Input, scratch: string, progress: Progress): Promise<Profile> {
  const connection = await openDuckDb([table.file], scratch);
  try {
    const relation = scan(table);
    const rows = await countRows(connection, relation);
    const target = await findTarget(connection, relation, table.columns, wanted);
    const room: Room = { sort: sortRoom(rows), numeric: new Map(), ranks: new Map(), target };

    const columns: ColumnProfile[] = [];
    const read = (column: ColumnSchema | undefined) => (column ? readFrame(connection, relation, [column]) : null);
    let reading = read(table.columns[0]);
    for (let i = 0; i < table.columns.length; i++) {
      const [column] = (await reading)!.columns;
      reading = read(table.columns[i + 1]); // DuckDB reads the next column on its own threads meanwhile
      columns.push(columnProfile(column!, room));
      progress(i + 1, table.columns.length, partial(rows, target, columns.slice(-1)));
    }
    return complete(rows, target, columns, room);
  } finally {
    connection.closeSync();
  }
}

async function findTarget(connection: DuckDBConnection, relation: string, schema: ColumnSchema[], wanted: string | null): Promise<Target | null> {
  const candidates = schema.filter(({ name, type }) => (wanted ? name === wanted : type === "boolean"));
  return candidates.length > 0 ? targetOf(await readFrame(connection, relation, candidates.slice(-1)), candidates.at(-1)!.name) : null;
}

function shown(target: Target | null): Profile["target"] {
  return target && { name: target.name, class: target.class, share: target.share };
}

function partial(rows: number, target: Target | null, columns: ColumnProfile[]): Profile {
  return { rows, target: shown(target), columns, correlations: null, findings: [] };
}

function complete(rows: number, target: Target | null, columns: ColumnProfile[], room: Room): Profile {
  const identifiers = new Set(identifierColumns({ rows, columns }).map(({ name }) => name));
  const { correlations, unitCopies, monotoneCopies } = correlationsOf(columns, room, identifiers);
  const findings = findingsOf({ rows, columns, target: shown(target), unitCopies, monotoneCopies });
  const copies = new Set([...unitCopies, ...monotoneCopies].flatMap((group) => group.slice(1)));
  const flagOf = ({ name, distinct }: ColumnProfile) =>
    name === target?.name ? "target" : distinct <= 1 ? "constant" : identifiers.has(name) ? "identifier" : copies.has(name) ? "copy" : null;
  return { rows, target: shown(target), columns: columns.map((column) => ({ ...column, flag: flagOf(column) })), correlations, findings };
}
