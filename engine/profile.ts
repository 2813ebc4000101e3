import { countMissing } from "@/lib/datasets/association-of";
import { correlationsOf } from "@/lib/datasets/correlations";
import type { EngineRequests, Progress } from "@/lib/datasets/engine";
import { findingsOf, identifierColumns } from "@/lib/datasets/findings";
import type { ColumnProfile, Profile } from "@/lib/datasets/profile";
import { hasFew, toldValues } from "@/lib/datasets/few-rows";
import { targetOf, type Target } from "@/lib/datasets/target";
import type { Column, ColumnSchema } from "@/lib/frame/frame";
import type { Series } from "@/lib/stats/series";
import { countRows, scan, withDuckDb } from "./duckdb";
import { profileLane, profileLaneApart, type LaneResult } from "./profile-lane";
import { readFrame } from "./read";
import { openColumns } from "./stored-series";

type Input = EngineRequests["profile"]["input"];
/** With fewer cells than this a second thread would cost more than it brings. */
const worthThreads = 5_000_000;

/** The whole exact profile of a table, column by column; each column is told as soon as it is known. */
export async function profileTable(input: Input, progress: Progress): Promise<Profile> {
  return (await profileAll(input, progress, { detailed: false })).profile;
}

/** With more bytes of numbers and their ranks than this, they wait in files: memory holds a column or two. */
const mostBytes = 640_000_000;

/** A profile, and what it was made from: values, ranks and categories of the columns. */
export type Profiled = { profile: Profile; room: LaneResult };

/** The same with what it was made from; `detailed`, with what a report says of columns besides. */
export async function profileAll(
  { table, target: wanted }: Input,
  progress: Progress,
  { detailed }: { detailed: boolean },
): Promise<Profiled> {
  const { rows, target, against } = await overview(table, wanted);
  const told: ColumnProfile[] = [];
  const finish = (room: LaneResult) => complete({ rows, target, against }, withoutFew(room, table.masked));
  const tell = (column: ColumnProfile) => {
    told.push(column);
    progress(told.length, table.columns.length, {
      rows,
      target: shown(target),
      against: shownAgainst(against),
      columns: [columnTold(column, table.masked)],
      correlations: null,
      findings: [],
    });
  };
  const numeral = table.columns.filter(({ type }) => type !== "text").length;
  // A report reads values again and again.
  const spilled = !detailed && rows * numeral * 12 > mostBytes;
  const lane = (columns: ColumnSchema[]) => ({
    file: table.file,
    rows,
    columns,
    target,
    against,
    detailed,
    spilled,
  });
  if (rows * table.columns.length < worthThreads) return finish(await profileLane(lane(table.columns), tell));

  const [even, odd] = [0, 1].map((side) => table.columns.filter((_, i) => i % 2 === side)) as [
    ColumnSchema[],
    ColumnSchema[],
  ];
  const apart = profileLaneApart(lane(odd), tell);
  try {
    const [here, there] = await Promise.all([profileLane(lane(even), tell), apart.result]);
    return finish(joined(table.columns, here, there));
  } finally {
    await apart.stop(); // of a lane that goes on after the other failed, the next request must hear nothing
  }
}

type Overview = { rows: number; target: Target | null; against: Column | null };

/** How many rows there are, and the target: of two values, or, where it was asked for, any column. */
async function overview(table: Input["table"], wanted: string | null): Promise<Overview> {
  return withDuckDb({ files: [table.file] }, async (connection) => {
    const rows = await countRows(connection, scan(table));
    const candidate = table.columns.findLast(({ name, type }) =>
      wanted ? name === wanted : type === "boolean",
    );
    if (!candidate) return { rows, target: null, against: null };
    const frame = await readFrame(connection, scan(table), [candidate]);
    const [column] = frame.columns;
    // the name of its class would be a hash that fewer than five rows have
    const isFew = table.masked.includes(candidate.name) && column!.type === "text" && hasFew(column!);
    const target = isFew ? null : targetOf(frame, candidate.name);
    return { rows, target, against: wanted && !target ? frame.columns[0]! : null };
  });
}

/** The same, of masked columns without the values that few rows have. */
function withoutFew(room: LaneResult, masked: readonly string[]): LaneResult {
  if (masked.length === 0) return room;
  const columns = room.columns.map((column) => columnTold(column, masked));
  for (const [name, { text, ...figures }] of room.detail?.figures ?? []) {
    const told = <Value extends { count: number }>(values: Value[]) =>
      toldValues(values, masked.includes(name));
    const words = text && { ...text, words: text.words && told(text.words) };
    room.detail!.figures.set(name, { ...figures, top: told(figures.top), text: words });
  }
  return { ...room, columns };
}

function columnTold(column: ColumnProfile, masked: readonly string[]): ColumnProfile {
  return { ...column, top: column.top && toldValues(column.top, masked.includes(column.name)) };
}

function joined(order: readonly ColumnSchema[], a: LaneResult, b: LaneResult): LaneResult {
  const byName = new Map([...a.columns, ...b.columns].map((column) => [column.name, column]));
  return {
    columns: order.map(({ name }) => byName.get(name)!),
    numeric: new Map([...a.numeric, ...b.numeric]),
    ranks: new Map([...a.ranks, ...b.ranks]),
    codes: new Map([...a.codes, ...b.codes]),
    stored: {
      numeric: new Map([...a.stored.numeric, ...b.stored.numeric]),
      ranks: new Map([...a.stored.ranks, ...b.stored.ranks]),
    },
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

function shownAgainst(against: Column | null): Profile["against"] {
  return against && { name: against.name, unlabelled: countMissing(against) };
}

function complete({ rows, target, against }: Overview, room: LaneResult): Profiled {
  const { columns } = room;
  const identifiers = new Set(identifierColumns({ rows, columns }).map(({ name }) => name));
  const { correlations, unitCopies, monotoneCopies } = openColumns(room.stored, ({ numeric, ranks }) =>
    correlationsOf(
      columns,
      {
        numeric: new Map<string, Series>([...room.numeric, ...numeric]),
        ranks: new Map<string, Series>([...room.ranks, ...ranks]),
        codes: room.codes,
      },
      identifiers,
    ),
  );
  const findings = findingsOf({ rows, columns, target: shown(target), unitCopies, monotoneCopies });
  const copies = new Set([...unitCopies, ...monotoneCopies].flatMap((group) => group.slice(1)));
  const flagOf = ({ name, distinct }: ColumnProfile): ColumnProfile["flag"] =>
    name === (target ?? against)?.name
      ? "target"
      : distinct <= 1
        ? "constant"
        : identifiers.has(name)
          ? "identifier"
          : copies.has(name)
            ? "copy"
            : null;
  const flagged = columns.map((column) => ({ ...column, flag: flagOf(column) }));
  const told = { rows, target: shown(target), against: shownAgainst(against), columns: flagged };
  return { profile: { ...told, correlations, findings }, room };
}
