import type { DuckDBConnection } from "@duckdb/node-api";
import { groupForms, guessReading, type Reading } from "@/lib/datasets/guess-reading";
import { missingCodes } from "@/lib/datasets/import-note";
import { groupedPattern, numberMarks, plainNumber } from "@/lib/datasets/number-form";
import { literal } from "@/lib/datasets/steps/step";
import { countRows } from "./duckdb";
import { readClosely } from "./detect-closely";
import type { Settled } from "./settled";
import { keepsMicroseconds, type Decided, type TextTable } from "./text-table";

const codes = missingCodes.map(literal).join(", ");
const safe = Number.MAX_SAFE_INTEGER;
const sampleCells = 200_000;
const sampleRows = 2_000;
/** Columns that are counted by one query: planning takes longer than their number. */
const columnsAtOnce = 250;

/** The text of a column of the file, without the spaces that are no part of it. */
export function cellOfColumn(i: number, { trims }: Pick<Reading, "trims">): string {
  return trims ? `nullif(trim(c${i}), '')` : `c${i}`;
}

/**
 * Decides how each column is read: the narrowest type that every cell fits to the last digit. A sample says
 * what to try; one pass over all rows counts the cells that fit exactly, by comparisons that cost little.
 * Columns in which any cell does not are read again, closely; settled ones are left undecided then.
 */
export async function decideReadings(
  connection: DuckDBConnection,
  table: TextTable,
  settled: ReadonlyMap<number, Settled>,
): Promise<{ rows: number; decided: (Decided | null)[]; doubtful: number[] }> {
  const columns = table.names.flatMap((_, i) => (settled.has(i) ? [] : [i]));
  const { guesses, doubtful } = await guessAll(connection, table, settled);
  let rows: number | null = null;
  const decided: (Decided | null)[] = table.names.map(() => null);
  const tried = guesses.flatMap((reading, i) => (reading ? [{ reading, i }] : []));
  for (let start = 0; start < tried.length; start += columnsAtOnce) {
    const block = tried.slice(start, start + columnsAtOnce);
    const counted = await countFits(connection, table.relation, block);
    block.forEach(({ reading, i }, at) => {
      decided[i] = decidedOf(table.names[i]!, reading, counted.rows, counted.columns[at]!);
    });
    rows = counted.rows;
  }
  await decideGroups(connection, table, { tried, decided, settled });
  const open = columns.flatMap((i) => (decided[i] ? [] : [{ name: table.names[i]!, i }]));
  const close = await readClosely(connection, table, open);
  rows ??= await countRows(connection, table.relation);
  return { rows, decided: decided.map((one, i) => one ?? close.get(i) ?? null), doubtful };
}

type Tried = { reading: Reading; i: number };

/**
 * Columns whose sample held plain numbers and which hold others: a cell such as 1,234.5 may come late. One
 * that can be written in no other way must be there.
 */
async function decideGroups(
  connection: DuckDBConnection,
  { relation, names, asked = {} }: TextTable,
  known: { tried: readonly Tried[]; decided: (Decided | null)[]; settled: ReadonlyMap<number, Settled> },
): Promise<void> {
  const { tried, decided, settled } = known;
  for (const { comma, groups, sure } of groupForms) {
    if (asked.decimal !== undefined && (asked.decimal === ",") !== comma) continue;
    if (asked.thousands !== undefined && asked.thousands !== groups) continue;
    const open = tried.filter(
      ({ reading: { type }, i }) =>
        !decided[i] && !settled.has(i) && (type === "number" || type === "integer"),
    );
    for (let start = 0; start < open.length; start += columnsAtOnce) {
      const block = open.slice(start, start + columnsAtOnce);
      const isSure = block.map(({ i }) => `bool_or(regexp_matches(c${i}, '${sure.source}'))`);
      const reader = await connection.runAndReadAll(`SELECT ${isSure.join(", ")} FROM ${relation}`);
      const sureOf = reader.getRowsJson()[0]!;
      const likely = block
        .filter((_, at) => sureOf[at] === true)
        .map(({ reading, i }) => ({ i, reading: { ...reading, type: "number" as const, comma, groups } }));
      if (likely.length === 0) continue;
      const counted = await countFits(connection, relation, likely);
      likely.forEach(({ reading, i }, at) => {
        decided[i] = decidedOf(names[i]!, reading, counted.rows, counted.columns[at]!);
      });
    }
  }
}

/** What a sample suggests; `doubtful` are columns that decimal commas beside them would put in doubt. */
async function guessAll(
  connection: DuckDBConnection,
  { relation, names, ...marks }: TextTable,
  settled: ReadonlyMap<number, Settled>,
): Promise<{ guesses: (Reading | null)[]; doubtful: number[] }> {
  const limit = Math.max(50, Math.min(sampleRows, Math.floor(sampleCells / names.length)));
  const guesses: (Reading | null)[] = names.map(() => null);
  const cells = names.map((_, i) => `c${i}`).join(", ");
  const reader = await connection.runAndReadAll(`SELECT ${cells} FROM ${relation} LIMIT ${limit}`);
  const doubtful: number[] = [];
  (reader.getColumns() as (string | null)[][]).forEach((found, i) => {
    if (settled.has(i)) {
      guesses[i] = plainReading(settled.get(i)!, found);
      return;
    }
    // Codes of its own may look like values, and come late: each cell is looked at.
    if (marks.codes?.has(i)) return;
    guesses[i] = guessReading(found, marks);
    const doubts = !marks.dotThousands && guesses[i]?.type === "number";
    if (doubts && guessReading(found, { ...marks, dotThousands: true }) === null) doubtful.push(i);
  });
  return { guesses, doubtful };
}

/** How a settled column is read where every cell is written plainly; null where it was settled otherwise. */
function plainReading({ type, used, codes }: Settled, cells: readonly (string | null)[]): Reading | null {
  const { decimal, thousands, dates, missing } = used;
  if (dates || (missing && type === "text")) return null;
  const trimmed = cells.map((cell) => cell?.trim() ?? "");
  return {
    type,
    trims: cells.some((cell, i) => cell !== null && cell !== trimmed[i]),
    comma: (type === "number" || type === "integer") && decimal === ",",
    groups: type === "number" || type === "integer" ? (thousands ?? "") : "",
    codes: codes.filter((code) => code !== "" && trimmed.includes(code)),
  };
}

type Counts = { present: number; fits: number; codes: number[] };

async function countFits(
  connection: DuckDBConnection,
  relation: string,
  block: readonly { reading: Reading; i: number }[],
): Promise<{ rows: number; columns: Counts[] }> {
  const cells = block.map(({ reading, i }) => `${cellOfColumn(i, reading)} AS x${i}`);
  const values = block.flatMap(({ reading, i }) => {
    const value = valueOf(`x${i}`, reading);
    return value ? [`${value} AS v${i}`] : [];
  });
  const counts = block.flatMap(({ reading, i }) => [
    `count(x${i})`,
    `count(CASE WHEN ${fits(reading, `x${i}`, `v${i}`)} THEN 1 END)`,
    ...reading.codes.map((code) => `count(CASE WHEN x${i} = ${literal(code)} THEN 1 END)`),
  ]);
  const typed = `SELECT ${["*", ...values].join(", ")} FROM (SELECT ${cells.join(", ")} FROM ${relation})`;
  const reader = await connection.runAndReadAll(`SELECT count(*), ${counts.join(", ")} FROM (${typed})`);
  const [rows, ...found] = reader.getRowsJson()[0]!.map(Number) as [number, ...number[]];
  const columns = block.map(({ reading }) => {
    const [present, fit, ...codes] = found.splice(0, 2 + reading.codes.length) as [
      number,
      number,
      ...number[],
    ];
    return { present, fits: fit, codes };
  });
  return { rows, columns };
}

/** The value that a cell would get, whether it fits or not. */
export function valueOf(cell: string, reading: Pick<Reading, "type" | "comma" | "groups">): string | null {
  const { type, comma, groups } = reading;
  const plain = plainNumber(cell, { decimal: comma ? "," : ".", thousands: groups });
  // Where marks group digits, a mark of fractions leaves no whole number.
  if (type === "integer")
    return `TRY_CAST(${plainNumber(cell, { decimal: ".", thousands: groups })} AS BIGINT)`;
  if (type === "number") return `TRY_CAST(${plain} AS DOUBLE)`;
  return type === "date" ? `TRY_CAST(${cell} AS TIMESTAMP)` : null;
}

/**
 * Whether a cell is exactly its value, written as most programs write it. What this doubts is looked at
 * closely.
 */
function fits(reading: Reading, cell: string, value: string): string {
  const { type, comma, groups } = reading;
  if (groups !== "") return fitsGroups(reading, cell);
  if (type === "boolean")
    return ["true", "false", "True", "False", "TRUE", "FALSE"]
      .map((word) => `${cell} = '${word}'`)
      .join(" OR ");
  if (type === "text")
    return `CASE WHEN strlen(${cell}) > 8 OR NOT (${likeCode(cell)}) THEN true
      ELSE NOT trim(${cell}) IN (${codes}) END`;
  if (type === "integer")
    return `CASE WHEN ${value} IS NOT NULL THEN ${value} BETWEEN -${safe} AND ${safe}
      AND ${value}::VARCHAR = ${cell} END`;
  if (type === "date")
    return `CASE WHEN ${value} IS NOT NULL AND ${keepsMicroseconds(value)} THEN
      CASE WHEN strlen(${cell}) = 10 THEN ${value}::DATE::VARCHAR = ${cell}
      ELSE ${value}::VARCHAR = replace(${cell}, 'T', ' ') END END`;
  // Up to 15 digits a double keeps; with more, it must be written as it is.
  // What comes first is asked of all cells, what comes later of few: signs, zeros, and 1e-400, which is none.
  const oddStart = `${cell} >= '-' AND NOT (${cell} >= '00' AND ${cell} < '0:')
    AND NOT (${cell} >= '-00' AND ${cell} < '-0:')`;
  const plain = `CASE WHEN ${cell} >= '1' THEN ${cell} < ':' ELSE ${oddStart} END
    AND NOT contains(${cell}, '_')
    AND CASE WHEN ${value} = 0 THEN NOT contains(lower(${cell}), 'e') ELSE true END`;
  const commaOnly = `NOT contains(${cell}, '.') AND NOT contains(lower(${cell}), 'e') AND `;
  return `CASE WHEN ${value} IS NULL OR NOT isfinite(${value}) THEN false
    WHEN strlen(${cell}) <= 15 THEN ${comma ? commaOnly : ""}${plain}
    ELSE ${comma ? "false" : `${value}::VARCHAR = ${cell}`} END`;
}

/** Whether a cell is a number of at most 15 digits that stand in groups of three, or in none. */
function fitsGroups({ type, comma, groups }: Reading, cell: string): string {
  const form = { decimal: comma ? ("," as const) : ("." as const), thousands: groups };
  const pattern = groupedPattern(form, type === "integer");
  // A mark is one character at least: with one there are fewer digits than bytes.
  const isShort = `CASE WHEN strlen(${cell}) <= 15 THEN true
    ELSE strlen(${cell}) <= 16 AND (${numberMarks(groups)
      .map((mark) => `contains(${cell}, ${mark})`)
      .join(" OR ")}) END`;
  return `${isShort} AND regexp_full_match(${cell}, '${pattern}')`;
}

/** Whether a text may be the code of a missing cell: they begin with one of these letters, or are blank. */
function likeCode(cell: string): string {
  return `${cell} < '!' OR (${cell} >= 'N' AND ${cell} < 'O') OR (${cell} >= 'n' AND ${cell} < 'o')`;
}

/**
 * What is decided of a column whose every cell fits, is empty or holds a known code; null when some do not.
 */
function decidedOf(
  name: string,
  reading: Reading,
  rows: number,
  { present, fits: fit, codes }: Counts,
): Decided | null {
  const empty = rows - present;
  const coded = codes.reduce((sum, count) => sum + count, 0);
  if (fit === 0 || empty + coded + fit !== rows) return null;
  const missing = Object.fromEntries(
    [["", empty] as const, ...reading.codes.map((code, k) => [code, codes[k]!] as const)].filter(
      ([, n]) => n > 0,
    ),
  );
  return { reading, missing: empty + coded, note: { column: name, missing } };
}
