import type { ColumnSchema } from "@/lib/frame/frame";
import { applyStep, atStep, holdColumns, holdSecond, sentenceOf, stepError } from "../recipe";
import { literal, rowNumber, type HeldColumn, type SecondTable } from "../steps/step";
import { comment, type ExportedRecipe } from "./exported-recipe";

/**
 * A recipe as a query of DuckDB on the version's Parquet file, with the names of its columns.
 *
 * @throws {AppError} INVALID with the step that has learned nothing yet
 */
export function recipeSql(recipe: ExportedRecipe, file: string): string {
  const { parts, columns, named } = compiled(recipe);
  const names = readableNames(named, parts.map(({ sql, second }) => `${sql} ${second?.from}`).join("\n"));
  const held = recipe.columns.map((column, i) => ({ ...column, id: `c${i}` }));
  const first = `step0 AS ${readFile(held, file, names)}`;
  const steps = parts.map(({ number, sentence, sql, second }, i) => {
    const table = second ? `${second.from} AS ${readFile(second.columns, second.file, names)},\n` : "";
    return `-- ${number}. ${comment(sentence)}\n${table}step${i + 1} AS (${withNames(sql, names)})`;
  });
  const last = columns.map(({ id, name }) =>
    names.get(id) === quoted(name) ? quoted(name) : `${names.get(id)} AS ${quoted(name)}`,
  );
  return `-- ${comment(recipe.title)}
WITH ${[first, ...steps].join(",\n")}
SELECT ${last.join(", ")}
FROM step${parts.length}
ORDER BY step${parts.length}.${rowNumber};
`;
}

/** The rows of a Parquet file under the names that columns have in the query. */
function readFile(columns: readonly HeldColumn[], file: string, names: ReadonlyMap<string, string>): string {
  const list = columns.map(
    ({ id, name, type }) => `${type === "number" ? finite(quoted(name)) : quoted(name)} AS ${names.get(id)}`,
  );
  const [number, option] = rowNumberOf(columns);
  return `(SELECT ${[...list, `${number} AS ${rowNumber}`].join(", ")}
  FROM read_parquet(${literal(file)}${option}))`;
}

/** The number of a row in its file; where a column is called as DuckDB calls that, it is counted. */
function rowNumberOf(columns: readonly ColumnSchema[]): [sql: string, option: string] {
  return columns.some(({ name }) => name.toLowerCase() === "file_row_number")
    ? ["row_number() OVER () - 1", ""]
    : ["file_row_number", ", file_row_number = true"];
}

/** A file may hold "not a number", which recipes take for a missing cell. */
function finite(name: string): string {
  return `CASE WHEN NOT isnan(${name}) THEN ${name} END`;
}

type Part = { number: number; sentence: string; sql: string; second?: SecondTable & { file: string } };

/** The steps as SQL over ids, the columns at the end, and every id with the name that it had first. */
function compiled({ columns: before, steps, fitted, seconds = [] }: ExportedRecipe) {
  const held = holdColumns(before);
  const named = new Map(held.columns.map(({ id, name }) => [id, name]));
  const parts: Part[] = [];
  let columns: readonly HeldColumn[] = held.columns;
  for (const [i, step] of steps.entries()) {
    if (step.disabled) continue;
    const learned = fitted[i] ?? undefined;
    const [from, into] = [`step${parts.length}`, `step${parts.length + 1}`];
    const second = holdSecond(seconds, i, held.freshId);
    for (const { id, name } of second?.columns ?? []) named.set(id, name);
    const place = { from, into, columns, freshId: held.freshId, fitted: learned, second };
    const outcome = atStep(step, i, () => applyStep(step, place));
    if (outcome.fit && !learned)
      throw stepError(step, i, "it has learned nothing yet: save the version first.");
    const read = second && { ...second, file: seconds.find((one) => one.step === i)!.file };
    parts.push({
      number: i + 1,
      sentence: sentenceOf(step),
      sql: outcome.sql,
      ...(read ? { second: read } : {}),
    });
    columns = outcome.columns;
    for (const { id, name } of columns) if (!named.has(id)) named.set(id, name);
  }
  return { parts, columns, named };
}

/** A name for each id that nothing else in the query has. */
function readableNames(named: ReadonlyMap<string, string>, sql: string): Map<string, string> {
  const bare = sql.replaceAll(/'(?:[^']|'')*'/g, "''");
  const taken = new Set(
    [rowNumber, ...Array.from(bare.matchAll(/[A-Za-z_]\w*(?!\s*\()/g), ([word]) => word)].map((word) =>
      word.toLowerCase(),
    ),
  );
  const names = new Map<string, string>();
  for (const [id, name] of named) {
    let free = name;
    for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${name} ${i}`;
    taken.add(free.toLowerCase());
    names.set(id, quoted(free));
  }
  return names;
}

/** SQL with names for ids; what stands in quotes is no id. */
function withNames(sql: string, names: ReadonlyMap<string, string>): string {
  return sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\bc\d+\b/g, (word) => names.get(word) ?? word);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
