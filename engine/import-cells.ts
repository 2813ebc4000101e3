import type { CellType } from "@/lib/datasets/cell-column";
import type { EngineRequests, Imported } from "@/lib/datasets/engine";
import { noteOf } from "@/lib/datasets/import-note";
import { literal } from "@/lib/datasets/steps/step";
import { identifier, withDuckDb } from "./duckdb";
import { cellOf, countAll, dateLimit, noteFor, valuesOf, type Plan } from "./import-parquet";
import { keepsMicroseconds } from "./text-table";
import { writeVersion } from "./version-file";

/** The longest row that a source may send. */
const rowBytes = 64 << 20;

/**
 * Reads rows that a database sent as text, each column by the type that the database gave it: a column in
 * which a
 * cell would lose a digit stays text as a whole, and the note says so.
 */
export function importCells({
  file,
  columns,
  rows,
  out,
}: EngineRequests["cells"]["input"]): Promise<Imported> {
  return withDuckDb({ files: [file, out] }, async (connection) => {
    const ids = columns.map((_, i) => `c${i}`);
    const texts = ids.map((id) => `${id}: 'VARCHAR'`).join(", ");
    // One thread: a quoted line end in a cell is no end of a row.
    const relation = `(SELECT ${ids.join(", ")} FROM read_csv(${literal(file)}, auto_detect = false,
      header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n',
      columns = {line: 'VARCHAR', ${texts}},
      strict_mode = true, parallel = false, allow_quoted_nulls = false,
      max_line_size = ${rowBytes}, buffer_size = ${2 * rowBytes}))`;
    const plans = columns.map(({ type }, i) => planOf(type, ids[i]!));
    const counted = await countAll(connection, relation, ids, plans);
    const read = plans.map(({ type }, i) => ({
      name: columns[i]!.name,
      type: counted[i]!.kept ? ("text" as const) : type,
    }));
    const cells = plans.map(
      (plan, i) => `${cellOf(plan, counted[i]!.kept)} AS ${identifier(columns[i]!.name)}`,
    );
    const missing = counted.map((one) => rows - valuesOf(one));
    const written = await writeVersion(connection, `SELECT ${cells.join(", ")} FROM ${relation}`, out, {
      columns: read,
      expected: { rows, missing },
    });
    return { ...written, note: noteOf(columns.map(({ name }, i) => noteFor(name, rows, counted[i]!))) };
  });
}

/** How a cell is read: `keeps` is false where that would not be what the text says. */
function planOf(type: CellType, cell: string): Plan {
  const plan = (read: Plan["type"], value: string, keeps: string, finite: string | null): Plan => ({
    type: read,
    value,
    text: cell,
    keeps: `CASE WHEN ${cell} IS NOT NULL THEN coalesce(${keeps}, false) END`,
    finite,
  });
  if (type === "text") return { type: "text", value: cell, text: cell, keeps: null, finite: null };
  if (type === "boolean") {
    const value = `TRY_CAST(${cell} AS BOOLEAN)`;
    return plan("boolean", value, `${value} IS NOT NULL`, null);
  }
  if (type === "integer") {
    const most = Number.MAX_SAFE_INTEGER;
    const keeps = `TRY_CAST(${cell} AS HUGEINT) BETWEEN -${most} AND ${most}`;
    return plan("integer", `TRY_CAST(${cell} AS BIGINT)`, keeps, null);
  }
  if (type === "decimal" || type === "double") return numberPlan(type, cell, plan);
  return timePlan(type, cell, plan);
}

type MakePlan = (read: Plan["type"], value: string, keeps: string, finite: string | null) => Plan;

/** A double keeps 15 digits of any decimal; a double of the other side is one of ours. */
function numberPlan(type: "decimal" | "double", cell: string, plan: MakePlan): Plan {
  const value = `TRY_CAST(${cell} AS DOUBLE)`;
  const finite = `isfinite(${value})`;
  if (type === "double") return plan("number", value, `${value} IS NOT NULL`, finite);
  const digits = String.raw`regexp_replace(regexp_replace(${cell}, '[^0-9]', '', 'g'), '^0+', '')`;
  const written = `CASE WHEN contains(${cell}, '.') THEN rtrim(${digits}, '0') ELSE ${digits} END`;
  const significant = `length(${written})`;
  return plan("number", value, `NOT ${finite} OR ${significant} <= 15`, finite);
}

function timePlan(type: "date" | "timestamp" | "timestamptz", cell: string, plan: MakePlan): Plan {
  const read = { date: "DATE", timestamp: "TIMESTAMP", timestamptz: "TIMESTAMPTZ" }[type];
  const time = `TRY_CAST(${cell} AS ${read})`;
  const value = `CASE WHEN isfinite(${time}) THEN CAST(${time} AS TIMESTAMP) END`;
  const fits = `abs(epoch_ms(${value})) <= ${dateLimit} AND ${keepsMicroseconds(value)}`;
  const keeps = `${time} IS NOT NULL AND (NOT isfinite(${time}) OR (${fits}))`;
  return plan("date", value, keeps, `isfinite(${time})`);
}
