import type { DuckDBConnection } from "@duckdb/node-api";
import { requireUnmasked } from "@/lib/datasets/barred";
import type { EngineRequests } from "@/lib/datasets/engine";
import type { FromExamples, ProposedSteps } from "@/lib/datasets/from-examples/answer";
import { keyOf, type Candidate, type Example, type Names } from "@/lib/datasets/from-examples/example";
import { proposeSteps } from "@/lib/datasets/from-examples/propose";
import { applyStep, holdColumns } from "@/lib/datasets/recipe";
import { textSql } from "@/lib/datasets/steps/conversion";
import { findColumn, requireFreeName, type HeldColumn } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { withRecipe } from "./recipe";
import { ask } from "./duckdb";

type Input = EngineRequests["from-examples"]["input"];

/**
 * Steps that make of values what examples say, each with what it does to all other values that are looked
 * at, and the values on which they disagree. What a step does is asked of its own SQL.
 */
export function findFromExamples(input: Input): Promise<FromExamples> {
  return withRecipe(input, async ({ connection, last, columns, masked }) => {
    requireUnmasked(masked, [input.column], "no examples can be taken from it");
    const { id, type } = findColumn(columns, input.column);
    if (type !== "text")
      throw new AppError("INVALID", `${input.column} holds no text to take examples from.`);
    const names = { column: input.column, into: freeName(columns, input) };
    const counts = await holdValues(connection, id, last, input.examples);
    const [probe, places] = await readValues(connection, input.examples);
    const proposed = proposeSteps(input.examples, probe, input.as, names);
    const tried = await tryAll(connection, proposed, names, placesOf(input.examples, places));
    const shown = tried.slice(0, limits.exampleCandidates);
    const candidates: ProposedSteps[] = [];
    for (const one of shown) candidates.push(await describe(connection, one));
    const questions = await findQuestions(connection, shown);
    return { ...counts, candidates, more: tried.length - shown.length, ...questions };
  });
}

/** The name of the new column as it is asked for, or one that is free, also with numbers behind it. */
function freeName(columns: readonly ColumnSchema[], { column, into }: Input): string {
  const isFree = (name: string) => !columns.some((one) => one.name.toLowerCase() === name.toLowerCase());
  const parts = (name: string) => [name, ...[1, 2, 3, 4, 5, 6].map((n) => `${name} ${n}`)];
  if (into !== null) {
    requireFreeName(columns, into);
    const taken = parts(into).find((name) => !isFree(name));
    if (taken !== undefined) requireFreeName(columns, taken);
    return into;
  }
  const base = `${column.slice(0, 250)} part`;
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base} (${n})`;
    if (parts(name).every(isFree)) return name;
  }
}

/** Holds the values with how many rows have each: the most frequent ones, and those of examples. */
async function holdValues(
  connection: DuckDBConnection,
  id: string,
  from: string,
  examples: readonly Example[],
): Promise<Pick<FromExamples, "distinct" | "looked" | "rows">> {
  await connection.run(
    `CREATE TEMP TABLE counted AS SELECT ${id} AS value, count(*)::DOUBLE AS n FROM ${from}
      GROUP BY ${id} HAVING ${id} IS NOT NULL`,
  );
  await connection.run("CREATE TEMP TABLE exemplars (value VARCHAR)");
  for (const { value } of examples) await connection.run("INSERT INTO exemplars VALUES (?)", [value]);
  await connection.run(
    `CREATE TEMP TABLE given AS SELECT value AS c0, n, row_number() OVER (ORDER BY n DESC, value) - 1 AS rn
      FROM (SELECT * FROM counted WHERE length(value) <= ${limits.facetValueCharacters}
        ORDER BY value NOT IN (FROM exemplars), n DESC, value LIMIT ${limits.exampleValues})`,
  );
  const [row] = await ask(
    connection,
    `SELECT (SELECT count(*) FROM counted)::DOUBLE AS a, (SELECT count(*) FROM given)::DOUBLE AS b,
      (SELECT coalesce(sum(n), 0) FROM given)::DOUBLE AS c`,
  );
  return { distinct: Number(row!.a), looked: Number(row!.b), rows: Number(row!.c) };
}

/** Some values, drawn by what they are, and the places of those of examples. */
async function readValues(
  connection: DuckDBConnection,
  examples: readonly Example[],
): Promise<[string[], ReadonlyMap<string, number>]> {
  const some = await ask(connection, "SELECT c0 FROM given ORDER BY md5(c0) LIMIT 100");
  const known = await ask(connection, "SELECT c0, rn::DOUBLE AS rn FROM given WHERE c0 IN (FROM exemplars)");
  const places = new Map(known.map(({ c0, rn }) => [String(c0), Number(rn)]));
  for (const { value } of examples)
    if (!places.has(value))
      throw new AppError("INVALID", `No row of the column holds “${value.slice(0, 100)}”.`);
  return [some.map(({ c0 }) => String(c0)), places];
}

/** What examples want at the places of their values. */
function placesOf(examples: readonly Example[], places: ReadonlyMap<string, number>) {
  return examples.map(({ value, result }) => ({ at: places.get(value)!, result }));
}

/** A candidate as it was tried: its results' table, values that it changes, others that do the same. */
type Tried = Candidate & { table: string; changed: number; alike: number };

/**
 * Those that make what examples say; of several that do the same to every value, the first. Those that make
 * something of the examples' own values alone come last.
 */
async function tryAll(
  connection: DuckDBConnection,
  candidates: readonly Candidate[],
  names: Names,
  wanted: readonly { at: number; result: string | null }[],
): Promise<Tried[]> {
  const found = new Map<string, Tried>();
  for (const [i, candidate] of candidates.entries()) {
    const table = `results${i}`;
    await connection.run(`CREATE TEMP TABLE ${table} AS ${resultsSql(candidate, names)}`);
    const isFit = await fits(connection, table, candidate, wanted);
    const { mark, changed } = isFit ? await markOf(connection, table) : { mark: "", changed: 0 };
    const same = found.get(`${candidate.type} ${mark}`);
    if (same) same.alike++;
    if (isFit && !same) found.set(`${candidate.type} ${mark}`, { ...candidate, table, changed, alike: 0 });
    else await connection.run(`DROP TABLE ${table}`);
  }
  const own = new Set(wanted.map(({ at }) => at)).size;
  const [general, single] = [(one: Tried) => one.changed > own, (one: Tried) => one.changed <= own];
  return [general, single].flatMap((which) => [...found.values()].filter(which));
}

/** What steps make of each value, as text, by the value's place. */
function resultsSql({ steps, column, type }: Candidate, { column: name }: Names): string {
  const held = holdColumns([{ name, type: "text" }]);
  const ctes: string[] = [];
  let columns: readonly HeldColumn[] = held.columns;
  for (const [i, step] of steps.entries()) {
    const from = i === 0 ? "given" : `made${i}`;
    const made = applyStep(step, { from, into: `made${i + 1}`, columns, freshId: held.freshId });
    ctes.push(`made${i + 1} AS (${made.sql})`);
    columns = made.columns;
  }
  const result = findColumn(columns, column);
  const text =
    type === "date" ? `strftime(${result.id}, '%Y-%m-%d %H:%M:%S.%f')` : textSql({ ...result, name: column });
  const short = type === "date" ? String.raw`regexp_replace(${text}, '( 00:00:00)?[.]0+$', '')` : text;
  return `WITH ${ctes.join(",\n")} SELECT rn, ${short} AS after FROM made${steps.length}`;
}

async function fits(
  connection: DuckDBConnection,
  table: string,
  { type }: Candidate,
  wanted: readonly { at: number; result: string | null }[],
): Promise<boolean> {
  const places = wanted.map(({ at }) => at).join(", ");
  const rows = await ask(connection, `SELECT rn::DOUBLE AS rn, after FROM ${table} WHERE rn IN (${places})`);
  const made = new Map(rows.map(({ rn, after }) => [Number(rn), after === null ? null : String(after)]));
  return wanted.every(({ at, result }) => {
    const after = made.get(at) ?? null;
    if (after === null || result === null) return after === result;
    return keyOf(after, type) === keyOf(result, type);
  });
}

/** What tells the results of a table from others, and how many values become something else by them. */
async function markOf(
  connection: DuckDBConnection,
  table: string,
): Promise<{ mark: string; changed: number }> {
  const [row] = await ask(
    connection,
    `SELECT CAST(bit_xor(hash(rn, after)) AS VARCHAR) || ' ' ||
        CAST(bit_xor(hash(after, rn, 1)) AS VARCHAR) AS mark,
      (count(*) FILTER (WHERE after IS NOT NULL AND after <> c0))::DOUBLE AS changed
      FROM given JOIN ${table} USING (rn)`,
  );
  return { mark: String(row!.mark), changed: Number(row!.changed) };
}

/** What a candidate does: values with a result, without one, and as they were, and the first of each. */
async function describe(
  connection: DuckDBConnection,
  { steps, column, type, alike, table }: Tried,
): Promise<ProposedSteps> {
  const [sums] = await ask(
    connection,
    `SELECT (count(*) FILTER (WHERE after IS NOT NULL))::DOUBLE AS made,
      (coalesce(sum(n) FILTER (WHERE after IS NOT NULL), 0))::DOUBLE AS made_rows,
      (count(*) FILTER (WHERE after IS NULL))::DOUBLE AS failed,
      (coalesce(sum(n) FILTER (WHERE after IS NULL), 0))::DOUBLE AS failed_rows,
      (count(*) FILTER (WHERE after = c0))::DOUBLE AS same FROM given JOIN ${table} USING (rn)`,
  );
  const some = async (which: string) =>
    (
      await ask(
        connection,
        `SELECT c0, after FROM given JOIN ${table} USING (rn) WHERE ${which}
          ORDER BY md5(c0) LIMIT ${limits.exampleSamples}`,
      )
    ).map(({ c0, after }) => ({ value: String(c0), result: after === null ? null : String(after) }));
  return {
    steps: [...steps],
    column,
    type,
    alike,
    made: { values: Number(sums!.made), rows: Number(sums!.made_rows) },
    failed: { values: Number(sums!.failed), rows: Number(sums!.failed_rows) },
    same: type === "text" ? Number(sums!.same) : 0,
    samples: await some("after IS NOT NULL"),
    failing: await some("after IS NULL"),
  };
}

/**
 * The values of which candidates make different things: those that tell most candidates apart first. Results
 * of two types that read alike are the same.
 */
async function findQuestions(
  connection: DuckDBConnection,
  tried: readonly Tried[],
): Promise<Pick<FromExamples, "questions" | "open">> {
  if (tried.length < 2) return { questions: [], open: { values: 0, rows: 0 } };
  const key = (table: string) =>
    `coalesce('=' || coalesce(CAST(TRY_CAST(${table}.after AS DOUBLE) AS VARCHAR), ${table}.after), '')`;
  const keys = tried.map(({ table }) => key(table)).join(", ");
  const joins = tried.map(({ table }) => `JOIN ${table} USING (rn)`).join(" ");
  await connection.run(
    `CREATE TEMP TABLE asked AS SELECT rn, c0, n, len(list_distinct([${keys}])) AS ways,
      [${tried.map(({ table }) => `${table}.after`).join(", ")}] AS results
      FROM given ${joins}`,
  );
  const [sums] = await ask(
    connection,
    `SELECT count(*)::DOUBLE AS a, coalesce(sum(n), 0)::DOUBLE AS b FROM asked WHERE ways > 1`,
  );
  const first = await ask(
    connection,
    `SELECT c0, n, results FROM asked WHERE ways > 1
      ORDER BY ways DESC, n DESC, c0 LIMIT ${limits.exampleQuestions}`,
  );
  const questions = first.map(({ c0, n, results }) => ({
    value: String(c0),
    rows: Number(n),
    results: (results as (string | null)[]).map((one) => (one === null ? null : String(one))),
  }));
  return { questions, open: { values: Number(sums!.a), rows: Number(sums!.b) } };
}
