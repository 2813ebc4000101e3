import type { DuckDBConnection } from "@duckdb/node-api";
import { correlationsOf } from "@/lib/datasets/correlations";
import type { EngineRequests, Progress } from "@/lib/datasets/engine";
import { findingsOf, identifierColumns } from "@/lib/datasets/findings";
import type { ColumnProfile, Profile } from "@/lib/datasets/profile";
import { targetOf, type Target } from "@/lib/datasets/target";
import type { ColumnSchema } from "@/lib/frame/frame";
import { countRows, scan, withDuckDb } from "./duckdb";
import { profileLane, profileLaneApart, type LaneResult } from "./profile-lane";
import { readFrame } from "./read";

type Input = EngineRequests["profile"]["input"];
/** With fewer cells than this a second thread would cost more than it brings. */
const worthThreads = 5_000_000;

/** The whole exact profile of a table, column by column; each column is told as soon as it is known. */
export async function profileTable(input: Input, progress: Progress): Promise<Profile> {
  return (await profileAll(input, progress, { detailed: false })).profile;
}

/** A profile, and what it was made from: values, ranks and categories of the columns. */
export type Profiled = { profile: Profile; room: LaneResult };

/** The same with what it was made from; `detailed`, with what a report says of columns besides. */
export async function profileAll(
  { table, target: wanted }: Input,
  progress: Progress,
  { detailed }: { detailed: boolean },
): Promise<Profiled> {
  const { rows, target } = await overview(table, wanted);
  const told: ColumnProfile[] = [];
  const tell = (column: ColumnProfile) => {
    told.push(column);
    progress(told.length, table.columns.length, {
      rows,
      target: shown(target),
      columns: [column],
      correlations: null,
      findings: [],
    });
  };
  const lane = (columns: ColumnSchema[]) => ({ file: table.file, rows, columns, target, detailed });
  if (rows * table.columns.length < worthThreads)
    return complete(rows, target, await profileLane(lane(table.columns), tell));

  const [even, odd] = [0, 1].map((side) => table.columns.filter((_, i) => i % 2 === side)) as [
    ColumnSchema[],
    ColumnSchema[],
  ];
  const apart = profileLaneApart(lane(odd), tell);
  try {
    const [here, there] = await Promise.all([profileLane(lane(even), tell), apart.result]);
    return complete(rows, target, joined(table.columns, here, there));
  } finally {
    await apart.stop(); // of a lane that goes on after the other failed, the next request must hear nothing
  }
}

async function overview(
  table: Input["table"],
  wanted: string | null,
): Promise<{ rows: number; target: Target | null }> {
  return withDuckDb({ files: [table.file] }, async (connection) => ({
    rows: await countRows(connection, scan(table)),
    target: await findTarget(connection, scan(table), table.columns, wanted),
  }));
}

async function findTarget(
  connection: DuckDBConnection,
  relation: string,
  schema: ColumnSchema[],
  wanted: string | null,
): Promise<Target | null> {
  const candidates = schema.filter(({ name, type }) => (wanted ? name === wanted : type === "boolean"));
  return candidates.length > 0
    ? targetOf(await readFrame(connection, relation, candidates.slice(-1)), candidates.at(-1)!.name)
    : null;
}

function joined(order: readonly ColumnSchema[], a: LaneResult, b: LaneResult): LaneResult {
  const byName = new Map([...a.columns, ...b.columns].map((column) => [column.name, column]));
  return {
    columns: order.map(({ name }) => byName.get(name)!),
    numeric: new Map([...a.numeric, ...b.numeric]),
    ranks: new Map([...a.ranks, ...b.ranks]),
    codes: new Map([...a.codes, ...b.codes]),
    detail: a.detail &&
      b.detail && {
        figures: new Map([...a.detail.figures, ...b.detail.figures]),
        holes: new Map([...a.detail.holes, ...b.detail.holes]),
      },
  };
}

function shown(target: Target | null): Profile["target"] {
  return (
    target && {
      name: target.name,
      class: target.class,
      share: target.share,
      ...(target.unlabelled > 0 ? { unlabelled: target.unlabelled } : {}),
    }
  );
}

function complete(rows: number, target: Target | null, room: LaneResult): Profiled {
  const { columns } = room;
  const identifiers = new Set(identifierColumns({ rows, columns }).map(({ name }) => name));
  const { correlations, unitCopies, monotoneCopies } = correlationsOf(columns, room, identifiers);
  const findings = findingsOf({ rows, columns, target: shown(target), unitCopies, monotoneCopies });
  const copies = new Set([...unitCopies, ...monotoneCopies].flatMap((group) => group.slice(1)));
  const flagOf = ({ name, distinct }: ColumnProfile): ColumnProfile["flag"] =>
    name === target?.name
      ? "target"
      : distinct <= 1
        ? "constant"
        : identifiers.has(name)
          ? "identifier"
          : copies.has(name)
            ? "copy"
            : null;
  const flagged = columns.map((column) => ({ ...column, flag: flagOf(column) }));
  return { profile: { rows, target: shown(target), columns: flagged, correlations, findings }, room };
}
