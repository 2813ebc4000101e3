import type { DuckDBConnection } from "@duckdb/node-api";
import type { EngineRequests, NamedTable, Progress } from "@/lib/datasets/engine";
import { holdColumns } from "@/lib/datasets/recipe";
import { splitColumn } from "@/lib/datasets/split-column";
import { rowNumber } from "@/lib/datasets/steps/step";
import { balancing, countClasses, leastRows } from "@/lib/datasets/synthetic/parts";
import { planColumns, synthesise } from "@/lib/datasets/synthetic/synthesise";
import type { Frame, TextColumn } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { describe, identifier, withDuckDb } from "./duckdb";
import { readFrame } from "./read";
import { numberedRows, writeVersion } from "./version-file";
import { loadFrame } from "./write";

type Input = EngineRequests["synthetic"]["input"];
type Opened = {
  frame: Frame;
  fitted: Uint32Array;
  /** The split column, where the rows that are fitted are its training rows. */
  split: string | null;
  leftOut: Map<string, string>;
  roles: Map<string, Input["asked"]["roles"][number]["role"]>;
  relation: string;
};

/** Makes rows like those of a table, alone or after them, and writes them as Parquet. */
export function writeSynthetic(
  { table, asked, out }: Input,
  progress: Progress,
): Promise<EngineRequests["synthetic"]["output"]> {
  // One thread: the same rows and seed give the same bytes.
  return withDuckDb({ files: [table.file, out], threads: 1 }, async (connection) => {
    const { mark, rows, byClass, seed } = asked;
    const opened = await open(connection, table, asked);
    const { split, leftOut } = opened;
    // Rows alone are all for training: a column that says so would leave none to test on.
    if (split !== null && mark === null && !leftOut.has(split))
      leftOut.set(split, "All rows that are made are like training rows.");
    const wanted = byClass ? { byClass } : { rows: rows!, byClass: null };
    const { frame, made } = synthesise(opened.frame, { ...opened, seed, wanted }, (done, total) =>
      progress(Math.floor((done / total) * 100), 100),
    );
    const columns = frame.columns.map(({ name, type }) => ({ name, type }));
    const query = await queryOf(connection, { table, opened, frame, mark });
    const all = mark === null ? columns : [...columns, { name: mark, type: "boolean" as const }];
    const written = await writeVersion(connection, query, out, { columns: all });
    const output = mark === null ? ("alone" as const) : ("appended" as const);
    return { ...written, synthesis: { seed, output, mark, ...made } };
  });
}

/** How rows would be made: what becomes of each column, which rows are learned from, and the classes. */
export function planSynthetic({
  table,
  asked,
  byClass,
}: EngineRequests["synthesis-plan"]["input"]): Promise<EngineRequests["synthesis-plan"]["output"]> {
  return withDuckDb({ files: [table.file], threads: 1 }, async (connection) => {
    const opened = await open(connection, table, asked);
    const { frame, fitted, split } = opened;
    const column = frame.columns.find(({ name }) => name === byClass);
    const counted = column ? countClasses(column, fitted) : null;
    const few = counted && counted.length <= limits.syntheticClasses ? counted : null;
    const lacking = few ? balancing(few) : [];
    return {
      columns: planColumns(frame, opened),
      fitted: { rows: fitted.length, of: frame.rows, split },
      values: counted?.length ?? null,
      classes: few?.map((one, i) => ({ ...one, lacking: lacking[i]!.rows })) ?? null,
      leastRows,
    };
  });
}

async function open(
  connection: DuckDBConnection,
  table: NamedTable,
  { leftOut: reasons, roles }: Pick<Input["asked"], "leftOut" | "roles">,
): Promise<Opened> {
  const { columns } = holdColumns(table.columns);
  const relation = await numberedRows(
    connection,
    table,
    columns.map(({ id }) => id),
  );
  const leftOut = new Map(reasons.map(({ column, why }) => [column, why]));
  const needed = columns.filter(({ name }) => !leftOut.has(name) || name === splitColumn);
  const byId = needed.map(({ id, type }) => ({ name: id, type }));
  const read = await readFrame(connection, relation, byId, { tail: `ORDER BY ${rowNumber}` });
  const named = read.columns.map((column, i) => ({ ...column, name: needed[i]!.name }));
  const split = named.find(
    (column): column is TextColumn =>
      column.name === splitColumn && column.type === "text" && !table.masked.includes(column.name),
  );
  const train = split?.categories.indexOf("train") ?? -1;
  const all = Array.from({ length: read.rows }, (_, row) => row);
  return {
    frame: { rows: read.rows, columns: named },
    fitted: Uint32Array.from(split && train >= 0 ? all.filter((row) => split.codes[row] === train) : all),
    split: split && train >= 0 ? split.name : null,
    leftOut,
    roles: new Map(roles.map(({ column, role }) => [column, role])),
    relation,
  };
}

/** The rows that were made, after those that there are where they are marked, in the types of the table. */
async function queryOf(
  connection: DuckDBConnection,
  { table, opened, frame, mark }: { table: NamedTable; opened: Opened; frame: Frame; mark: string | null },
): Promise<string> {
  const held = holdColumns(table.columns).columns;
  const types = await describe(connection, opened.relation);
  const used = frame.columns.map(({ name }) => held.findIndex((column) => column.name === name));
  const cells = await loadFrame(connection, "made", frame);
  const made = used.map((at, i) => `CAST(${cells[i]} AS ${types[at]!.sqlType}) AS c${i}`);
  const rows = `SELECT ${[...made, "TRUE AS made", `${table.rows} + rowid AS n`].join(", ")} FROM made`;
  const names = frame.columns.map(({ name }, i) => `c${i} AS ${identifier(name)}`);
  if (mark === null) return `SELECT ${names.join(", ")} FROM (${rows}) ORDER BY n`;
  const there = used.map((at, i) => `${held[at]!.id} AS c${i}`);
  const cellsBefore = [...there, "FALSE AS made", `${rowNumber} AS n`].join(", ");
  const before = `SELECT ${cellsBefore} FROM ${opened.relation}`;
  return `SELECT ${[...names, `made AS ${identifier(mark)}`].join(", ")}
    FROM (${before} UNION ALL ${rows}) ORDER BY n`;
}
