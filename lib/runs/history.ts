import type { Sql } from "@/lib/db/direct";
import { refusal } from "@/lib/refusals";

/** A logged point: its step, its time in milliseconds, its value, which may be NaN. */
export type HistoryPoint = { step: number; time: number; value: number };
type Row = HistoryPoint & { nan: number };

const columns = `"step", "time", "value", "nan"`;
const shown = ({ step, time, value, nan }: Row): HistoryPoint => ({ step, time, value: nan ? NaN : value });

/**
 * The inner numbers of a run's metric; `keyId` is null where nothing was logged under that name.
 * @throws {AppError} NOT_FOUND for an unknown run
 */
export async function findSeries(
  sql: Sql,
  projectId: string,
  runUid: string,
  key: string,
): Promise<{ runId: number; keyId: number | null }> {
  const [row] = await sql.all<{ runId: number; keyId: number | null }>(
    `SELECT r."id" AS "runId", k."id" AS "keyId" FROM "Run" r
     LEFT JOIN "MetricKey" k ON k."projectId" = r."projectId" AND k."key" = $3
     WHERE r."projectId" = $1 AND r."uid" = $2`,
    [projectId, runUid, key],
  );
  if (!row) throw refusal("run missing", { uid: runUid });
  return row;
}

/** How many points a series has. */
export async function historyLength(
  sql: Sql,
  { runId, keyId }: { runId: number; keyId: number | null },
): Promise<number> {
  const [row] = await sql.all<{ count: number }>(
    `SELECT count(*) AS "count" FROM "MetricPoint" WHERE "runId" = $1 AND "keyId" = $2`,
    [runId, keyId],
  );
  return row?.count ?? 0;
}

type Sampled = { most: number; from?: number | undefined; to?: number | undefined };
type Source = { text: string; values: number[] };

/**
 * At most `most` points of a series, the first and the last among them: all where there are no more, else
 * evenly by step, or by place where the steps lie so unevenly that this would leave out too much.
 *
 * @see MLflow's get-history-bulk-interval, which chooses evenly too
 */
export async function sampledHistory(
  sql: Sql,
  { runId, keyId }: { runId: number; keyId: number | null },
  { most, from, to }: Sampled,
): Promise<HistoryPoint[]> {
  if (keyId === null) return [];
  const range = from === undefined || to === undefined ? "" : `AND "step" BETWEEN $3 AND $4`;
  const source: Source = {
    text: `FROM "MetricPoint" WHERE "runId" = $1 AND "keyId" = $2 ${range}`,
    values: [runId, keyId, ...(range ? [from!, to!] : [])],
  };
  // A limit that PostgreSQL cannot know beforehand makes it walk the index also in a table that is too young
  // for statistics, where it takes a long series for a few points and would read and sort them all.
  const all = await sql.all<Row>(
    `SELECT ${columns} ${source.text} ORDER BY ${columns} LIMIT (SELECT ${Math.trunc(most) + 1})`,
    source.values,
  );
  if (all.length <= most) return all.map(shown);
  const descending = columns.split(", ").map((name) => `${name} DESC`);
  const [last] = await sql.all<Row>(
    `SELECT ${columns} ${source.text} ORDER BY ${descending.join(", ")} LIMIT 1`,
    source.values,
  );
  const bySteps = await sampledBySteps(sql, { runId, keyId }, { most, from: all[0]!.step, to: last!.step });
  const rows = bySteps.length > most / 2 ? bySteps : await sampledByPlace(sql, source, most);
  const end = rows.at(-1)!;
  if (
    last!.step !== end.step ||
    last!.time !== end.time ||
    last!.value !== end.value ||
    last!.nan !== end.nan
  ) {
    if (rows.length >= most) rows.pop();
    rows.push(last!);
  }
  return rows.map(shown);
}

/** The first point at or after each of `most` steps that lie evenly; each is one look into the index. */
async function sampledBySteps(
  sql: Sql,
  { runId, keyId }: { runId: number; keyId: number },
  { most, from, to }: { most: number; from: number; to: number },
): Promise<Row[]> {
  const bounds = Array.from(
    { length: most },
    (_, i) => from + Math.floor((i * (to - from)) / Math.max(1, most - 1)),
  );
  const steps = JSON.stringify([...new Set(bounds)]);
  const first = `FROM "MetricPoint" WHERE "runId" = $1 AND "keyId" = $2 AND "step" >=`;
  const order = `ORDER BY ${columns} LIMIT 1`;
  if (sql.provider === "postgresql")
    return sql.all<Row>(
      `SELECT DISTINCT p.* FROM json_array_elements_text($3::json) b
       CROSS JOIN LATERAL (SELECT ${columns} ${first} b.value::bigint ${order}) p ORDER BY ${columns}`,
      [runId, keyId, steps],
    );
  // JSON has no word for infinity
  const value = `CASE WHEN abs("value") > 1.7976931348623157e308
    THEN iif("value" > 0, 'Infinity', '-Infinity') ELSE "value" END`;
  const rows = await sql.all<{ point: string }>(
    `SELECT DISTINCT (SELECT json_array("step", "time", ${value}, "nan") ${first} b.value ${order}) AS "point"
     FROM json_each($3) b`,
    [runId, keyId, steps],
  );
  return rows
    .map(({ point }) => (JSON.parse(point) as (number | string)[]).map(Number))
    .map(([step, time, number, nan]) => ({ step: step!, time: time!, value: number!, nan: nan! }))
    .sort((p, q) => p.step - q.step);
}

/** Every so manieth point by its place. */
async function sampledByPlace(sql: Sql, { text, values }: Source, most: number): Promise<Row[]> {
  const [row] = await sql.all<{ count: number }>(`SELECT count(*) AS "count" ${text}`, values);
  const stride = Math.ceil((row?.count ?? 0) / most);
  const placed = `SELECT ${columns}, row_number() OVER (ORDER BY ${columns}) AS "place" ${text}`;
  return sql.all<Row>(
    `SELECT ${columns} FROM (${placed}) p WHERE ("place" - 1) % ${stride} = 0 ORDER BY ${columns}`,
    values,
  );
}

/**
 * A stretch of a series as a chart draws it: the least and the greatest value of each of its columns of
 * pixels.
 */
export type Column = { at: number; low: number; high: number; count: number };
export type Drawn = {
  by: "step" | "time";
  columns: Column[];
  points: number;
  notNumbers: number;
  from: number;
  to: number;
};

/**
 * A series cut into `pixels` stretches of equal width, each with its least and greatest value, so that a
 * chart loses no peak however many points there are. By step; by time where every step is the same.
 */
export async function drawnHistory(
  sql: Sql,
  { runId, keyId }: { runId: number; keyId: number },
  pixels: number,
): Promise<Drawn> {
  const series = `FROM "MetricPoint" WHERE "runId" = $1 AND "keyId" = $2`;
  const [range] = await sql.all<{
    count: number;
    nans: number;
    firstStep: number;
    lastStep: number;
    firstTime: number;
    lastTime: number;
  }>(
    `SELECT count(*) AS "count", coalesce(sum("nan"), 0) AS "nans", min("step") AS "firstStep",
     max("step") AS "lastStep", min("time") AS "firstTime", max("time") AS "lastTime" ${series}`,
    [runId, keyId],
  );
  const { count = 0, nans = 0, firstStep = 0, lastStep = 0, firstTime = 0, lastTime = 0 } = range ?? {};
  const by: "step" | "time" = lastStep > firstStep ? "step" : "time";
  const [from, to] = by === "step" ? [firstStep, lastStep] : [firstTime, lastTime];
  const stretch = { runId, keyId, by, step: firstStep, from, width: Math.max(1, (to - from + 1) / pixels) };
  const columns =
    sql.provider === "postgresql"
      ? await groupedColumns(sql, stretch)
      : await rangedColumns(sql, { ...stretch, pixels });
  return { by, columns, points: count, notNumbers: nans, from, to };
}

type Stretch = {
  runId: number;
  keyId: number;
  by: "step" | "time";
  step: number;
  from: number;
  width: number;
};

/** PostgreSQL gathers points by their column as it reads them. */
function groupedColumns(sql: Sql, { runId, keyId, by, from, width }: Stretch): Promise<Column[]> {
  return sql.all<Column>(
    `SELECT min("${by}") AS "at", min("value") AS "low", max("value") AS "high", count(*) AS "count"
     FROM "MetricPoint" WHERE "runId" = $1 AND "keyId" = $2 AND "nan" = 0
     GROUP BY floor(("${by}" - $3::bigint)::float8 / $4::float8) ORDER BY 1`,
    [runId, keyId, from, width],
  );
}

/** SQLite would sort all points to group them; it reads each column as a range of its key instead. */
async function rangedColumns(
  sql: Sql,
  { runId, keyId, by, step, from, width, pixels }: Stretch & { pixels: number },
): Promise<Column[]> {
  const bounds = Array.from({ length: pixels }, (_, i) => [
    Math.ceil(from + i * width),
    Math.ceil(from + (i + 1) * width),
  ]);
  const within = `"${by}" >= json_extract(b.value, '$[0]') AND "${by}" < json_extract(b.value, '$[1]')`;
  const rows = await sql.all<{ column: string }>(
    `SELECT (SELECT json_array(min("${by}"), min("value"), max("value"), count(*)) FROM "MetricPoint"
     WHERE "runId" = $1 AND "keyId" = $2 ${by === "time" ? `AND "step" = $4` : ""} AND ${within}
     AND "nan" = 0) AS "column" FROM json_each($3) b`,
    [runId, keyId, JSON.stringify(bounds), ...(by === "time" ? [step] : [])],
  );
  return rows
    .map(({ column }) => JSON.parse(column) as [number, number, number, number])
    .filter(([, , , count]) => count > 0)
    .map(([at, low, high, count]) => ({ at, low, high, count }));
}
