import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { ColumnProfile } from "@/lib/datasets/profile";
import { columnProfile, type Room } from "@/lib/datasets/profile-column";
import type { Target } from "@/lib/datasets/target";
import type { Column, ColumnSchema } from "@/lib/frame/frame";
import { sortRoom } from "@/lib/stats/sort";
import { scan, withDuckDb } from "./duckdb";
import { readFrame } from "./read";
import { storeColumn, type StoredColumns } from "./stored-series";

/** Some columns of a table, to be profiled one after the other by one thread. */
export type Lane = {
  file: string;
  rows: number;
  columns: ColumnSchema[];
  target: Target | null;
  /** The target where it has not two values. */
  against: Column | null;
  /** Whether all that a report says is found out too. */
  detailed: boolean;
  /** Whether numbers wait in files for the correlations. */
  spilled: boolean;
};
/** What a lane knows at its end; its arrays are shared memory, so that handing them over copies nothing. */
export type LaneResult = {
  columns: ColumnProfile[];
  numeric: Room["numeric"];
  ranks: Room["ranks"];
  codes: Room["codes"];
  detail: Room["detail"];
  stored: StoredColumns;
};
type LaneMessage = { op: "column"; column: ColumnProfile } | { op: "done"; result: LaneResult };

/** Profiles columns in order, telling each as soon as it is known; DuckDB reads the next one meanwhile. */
export async function profileLane(
  { file, rows, columns, target, against, detailed, spilled }: Lane,
  tell: (column: ColumnProfile) => void,
): Promise<LaneResult> {
  return withDuckDb({ files: [file] }, async (connection) => {
    const stored: StoredColumns = { numeric: new Map(), ranks: new Map() };
    const room: Room = {
      sort: sortRoom(rows),
      numeric: new Map(),
      ranks: new Map(),
      codes: new Map(),
      keep: spilled ? (of, name, values) => stored[of].set(name, storeColumn(values)) : null,
      target,
      against,
      detail: detailed ? { figures: new Map(), holes: new Map() } : null,
    };
    const read = (column: ColumnSchema | undefined) =>
      column ? readFrame(connection, scan({ file }), [column], { shared: true }) : null;
    const profiles: ColumnProfile[] = [];
    let reading = read(columns[0]);
    for (let i = 0; i < columns.length; i++) {
      const [column] = (await reading)!.columns;
      reading = read(columns[i + 1]);
      profiles.push(columnProfile(column!, room));
      tell(profiles[i]!);
    }
    const { numeric, ranks, codes, detail } = room;
    return { columns: profiles, numeric, ranks, codes, detail, stored };
  });
}

/** The same in a thread of its own, which `stop` ends whatever it is doing. */
export function profileLaneApart(
  lane: Lane,
  tell: (column: ColumnProfile) => void,
): { result: Promise<LaneResult>; stop: () => Promise<unknown> } {
  const thread = new Worker(new URL(import.meta.url), { workerData: { lane } });
  const result = new Promise<LaneResult>((resolve, reject) => {
    thread.on("message", (message: LaneMessage) =>
      message.op === "column" ? tell(message.column) : resolve(message.result),
    );
    thread.on("error", reject);
  });
  return { result, stop: () => thread.terminate() };
}

/** Whether this thread was started for a lane; then it runs it. */
export function runAsLane(): boolean {
  if (isMainThread) return false;
  const { lane } = workerData as { lane: Lane };
  const send = (message: LaneMessage) => parentPort!.postMessage(message);
  void profileLane(lane, (column) => send({ op: "column", column })).then((result) =>
    send({ op: "done", result }),
  );
  return true;
}
