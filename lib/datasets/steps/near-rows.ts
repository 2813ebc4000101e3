import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { columnsOfType } from "./cells";
import { textSql } from "./conversion";
import { numeric } from "./form";
import { findColumn, literal, rowNumber, type Check, type HeldColumn, type Place } from "./step";

/** What makes two rows near: see the step that drops them. */
export type NearBy = {
  texts: readonly string[];
  how: "distance" | "ngrams";
  numbers: readonly (readonly [column: string, tolerance: string])[];
  within: readonly string[];
  share: number;
  key: readonly string[];
  apart: readonly (readonly [first: string, second: string])[];
};
type At = Pick<Place, "from" | "columns">;

/** Signs of one byte that stand for the letters of texts while their distance is counted. */
const lettersAtMost = 120;

/**
 * The pairs of near rows as the relations of a WITH clause, the last of them `near`: the numbers of the first
 * and the second row, their keys, their score, and whether both are kept. Where more pairs than can be
 * compared would be, `near` is empty; `pairs_of` says how many they are.
 *
 * @throws {AppError} INVALID for columns that are not there or of another type, and where none is compared
 */
export function nearRelations(by: NearBy, { from, columns }: At): string {
  const texts = columnsOfType(columns, by.texts, ["text"]);
  const numbers = by.numbers.map(([name, tolerance]) => ({
    column: columnsOfType(columns, [name], numeric)[0]!,
    tolerance: toleranceOf(name, tolerance),
  }));
  if (texts.length + numbers.length === 0)
    throw new AppError("INVALID", "Name at least one column in which rows are compared.");
  const within = by.within.map((name) => findColumn(columns, name));
  const keys =
    by.key.length > 0
      ? by.key.map((name) => findColumn(columns, name))
      : [...texts, ...numbers.map(({ column }) => column), ...within];
  const agree = within.map((_, i) => `w${i}`);
  const group = agree.length > 0 ? `GROUP BY ${agree.join(", ")}` : "";
  const plain = texts.map(({ id }, i) => `trim(lower(strip_accents(${id}))) AS x${i}`);
  const values = numbers.map(({ column }, i) => `CAST(${column.id} AS DOUBLE) AS n${i}`);
  const equal = within.map(({ id }, i) => `${id} AS w${i}`);
  const known = agree.length > 0 ? `WHERE ${agree.map((id) => `${id} IS NOT NULL`).join(" AND ")}` : "";
  const scores = [...texts.map((_, i) => textScore(by.how, i)), ...numbers.map(numberScore)];
  const score = `(${scores.map((one) => `coalesce(${one}, 0)`).join(" + ")}) / ${scores.length}`;
  const join = [...agree.map((id) => `a.${id} = b.${id}`), `a.${rowNumber} < b.${rowNumber}`].join(" AND ");
  return `compared AS (SELECT * FROM (SELECT ${rowNumber}, ${keySql(keys)} AS k,
      ${[...plain, ...values, ...equal].join(", ")} FROM ${from}) ${known}),
    pairs_of AS (SELECT coalesce(sum(n * (n - 1) / 2), 0) AS n FROM
      (SELECT count(*)::DOUBLE AS n FROM compared ${group})),
    letters AS (SELECT coalesce(string_agg(DISTINCT letter, '' ORDER BY letter), '') AS all_of FROM
      (SELECT unnest(string_split(concat(${texts.map((_, i) => `x${i}`).join(", ") || "''"}), '')) AS letter
        FROM compared)),
    written AS (SELECT compared.*${texts.map((_, i) => `, ${writtenSql(by.how, i)}`).join("")}
      FROM compared, letters, pairs_of
      WHERE pairs_of.n <= ${pairsAtMost(by)}
      ${by.how === "distance" ? `AND length(letters.all_of) <= ${lettersAtMost}` : ""}),
    scored AS (SELECT a.${rowNumber} AS first_row, b.${rowNumber} AS second_row, a.k AS first_key,
      b.k AS second_key, ${score} AS score FROM written a JOIN written b ON ${join}),
    near AS (SELECT *, ${apartSql(by)} AS is_apart FROM scored WHERE score >= ${by.share})`;
}

/** How many pairs are compared at most; runs of letters take longer. */
export function pairsAtMost({ how }: Pick<NearBy, "how">): number {
  return limits.nearPairs[how];
}

function toleranceOf(name: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0)
    throw new AppError("INVALID", `The tolerance of ${name} is a number from 0 on, which “${text}” is not.`);
  return value;
}

/** What a row is remembered by: its texts in some columns as JSON, or a hash of that where it is long. */
function keySql(keys: readonly HeldColumn[]): string {
  const json = `CAST(to_json([${keys.map(textSql).join(", ")}]) AS VARCHAR)`;
  return `CASE WHEN length(${json}) <= 300 THEN ${json} ELSE md5(${json}) END`;
}

/** A text as it is compared: each of its letters as one byte, or its runs of two letters, each once. */
function writtenSql(how: NearBy["how"], i: number): string {
  if (how === "distance")
    return `translate(x${i}, letters.all_of, left(${signs}, length(letters.all_of))) AS t${i}`;
  const runs = `list_transform(range(1, length(x${i})), lambda pos: substring(x${i}, pos, 2))`;
  return `CASE WHEN length(x${i}) > 1 THEN list_distinct(${runs}) ELSE [x${i}] END AS t${i}`;
}

const codes = `list_transform(range(1, ${lettersAtMost + 1}), lambda code: chr(code::INTEGER))`;
const signs = `array_to_string(${codes}, '')`;

function textScore(how: NearBy["how"], i: number): string {
  const [a, b] = [`a.t${i}`, `b.t${i}`];
  if (how === "distance")
    return `(CASE WHEN a.x${i} = b.x${i} THEN 1
      ELSE 1 - levenshtein(${a}, ${b})::DOUBLE / greatest(strlen(${a}), strlen(${b})) END)`;
  return `(2 * len(list_intersect(${a}, ${b}))::DOUBLE / (len(${a}) + len(${b})))`;
}

function numberScore({ tolerance }: { tolerance: number }, i: number): string {
  return `(abs(a.n${i} - b.n${i}) <= ${tolerance}::DOUBLE)::INTEGER`;
}

function apartSql({ apart }: NearBy): string {
  if (apart.length === 0) return "false";
  const pairs = apart.map(([first, second]) => `(${literal(first)}, ${literal(second)})`).join(", ");
  return `((first_key, second_key) IN (SELECT (f, s) FROM (VALUES ${pairs}) AS told(f, s)))`;
}

/** Counts the near pairs; too many to be compared, or too many letters, forbid saving. */
export function nearCheck(by: NearBy, place: At): Check {
  const dropped = `SELECT DISTINCT second_row FROM near WHERE NOT is_apart`;
  return {
    sql: `, ${nearRelations(by, place)}
      SELECT (SELECT n FROM pairs_of) AS compared, (SELECT length(all_of) FROM letters)::DOUBLE AS letters,
        (SELECT count(*)::DOUBLE FROM near) AS near,
        (SELECT (count(*) FILTER (WHERE is_apart))::DOUBLE FROM near) AS apart,
        (SELECT count(*)::DOUBLE FROM (${dropped} EXCEPT SELECT second_row FROM near
          WHERE NOT is_apart AND first_row NOT IN (${dropped}))) AS chained`,
    facts: (row) => factsOf(by, row),
  };
}

function factsOf(by: NearBy, row: Record<string, unknown>) {
  const [compared, letters, near, apart, chained] = ["compared", "letters", "near", "apart", "chained"].map(
    (of) => Number(row[of]),
  ) as [number, number, number, number, number];
  const fact = (text: string, count: number, blocks = false) => ({ text, count, blocks });
  if (compared > pairsAtMost(by)) {
    const most = integer(pairsAtMost(by));
    const text =
      `${integer(compared)} pairs of rows would be compared, at most ${most} are: ` +
      "name a column in which near rows agree";
    return [fact(text, compared, true)];
  }
  if (by.how === "distance" && letters > lettersAtMost) {
    const text =
      `The texts are made of ${integer(letters)} different letters, of which a distance takes at most ` +
      `${lettersAtMost}: compare runs of letters`;
    return [fact(text, letters, true)];
  }
  const found = `${integer(near)} of ${integer(compared)} pairs of rows are near`;
  return [
    fact(apart > 0 ? `${found}, of ${integer(apart)} both are kept` : found, near),
    ...(chained > 0
      ? [fact(`${integer(chained)} rows are near to dropped rows alone; look at their pairs`, chained)]
      : []),
  ];
}
