import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { textSql } from "./conversion";
import type { JoinStep } from "./join-step";
import type { JoinKey } from "./join-plan";
import { secondTable } from "./second-table";
import { tableWords } from "./table-ref";
import { rowNumber, sqlTypes, type Check, type Fact, type HeldColumn, type Place } from "./step";

/** What is counted of a join before it is done. */
type Counted = {
  rows: number;
  lacking: number;
  unmatched: number;
  multiplied: number;
  pairs: number;
  others: number;
  doubled: number;
  such: string | null;
};

/**
 * Counts how rows match before they are put together: rows without a match, without a key, with several
 * matches, which multiply them; and refuses a join that would make more rows than can be kept.
 */
export function joinCheck(step: JoinStep, place: Place, keys: readonly JoinKey[]): Check {
  const { from: there } = secondTable(place, step.table);
  const typed = ({ id, type }: HeldColumn, as: JoinKey["type"]) =>
    type === as ? id : `CAST(${id} AS ${sqlTypes[as]})`;
  const have = (side: "here" | "there") => keys.map((key) => `${key[side].id} IS NOT NULL`).join(" AND ");
  const list = (side: "here" | "there") =>
    keys.map((key, i) => `${typed(key[side], key.type)} AS k${i}`).join(", ");
  const names = keys.map((_, i) => `k${i}`).join(", ");
  const counts = `SELECT ${names}, count(*) AS n FROM (
    SELECT ${list("there")} FROM ${there} WHERE ${have("there")}) GROUP BY ${names}`;
  const rows = `SELECT ${list("here")}, ${rowNumber}, ${have("here")} AS keyed,
    ${textSql(keys[0]!.here)} AS first_key FROM ${place.from}`;
  const others = `SELECT count(*)::DOUBLE FROM (SELECT ${list("there")} FROM ${there})
    ANTI JOIN (SELECT ${list("here")} FROM ${place.from}) USING (${names})`;
  return {
    sql: `SELECT count(*)::DOUBLE AS "rows", count(*) FILTER (WHERE NOT keyed)::DOUBLE AS lacking,
        count(*) FILTER (WHERE keyed AND n IS NULL)::DOUBLE AS unmatched,
        count(*) FILTER (WHERE n > 1)::DOUBLE AS multiplied, coalesce(sum(n), 0)::DOUBLE AS pairs,
        arg_min(first_key, ${rowNumber}) FILTER (WHERE n > 1) AS such,
        (SELECT count(*)::DOUBLE FROM (${counts}) WHERE n > 1) AS doubled,
        ${step.how === "full" ? `(${others})` : "0::DOUBLE"} AS others
      FROM (${rows}) LEFT JOIN (${counts}) USING (${names})`,
    facts: (row) => factsOf(step, keys, countedOf(row)),
  };
}

function countedOf(row: Record<string, unknown>): Counted {
  const number = (key: string) => Number(row[key]);
  return {
    rows: number("rows"),
    lacking: number("lacking"),
    unmatched: number("unmatched"),
    multiplied: number("multiplied"),
    pairs: number("pairs"),
    others: number("others"),
    doubled: number("doubled"),
    such: row.such === null || row.such === undefined ? null : String(row.such).slice(0, 40),
  };
}

/** What becomes of rows that match nothing. */
const fates: Record<JoinStep["how"], string> = {
  left: "their new cells are missing",
  full: "their new cells are missing",
  inner: "they go",
  semi: "they go",
  anti: "they stay",
};

function factsOf(step: JoinStep, keys: readonly JoinKey[], counted: Counted): Fact[] {
  const { lacking, unmatched, others } = counted;
  const words = tableWords(step.table);
  const facts: Fact[] = [];
  const say = (count: number, text: string, blocks = false) => {
    if (count > 0) facts.push({ text, count, blocks });
  };
  if (step.how !== "semi" && step.how !== "anti") sayMultiplied(step, keys, counted, say);
  say(unmatched, `${rowsWords(unmatched)} no match in ${words}: ${fates[step.how]}`);
  say(lacking, `${rowsWords(lacking)} no ${keyWords(keys)} and match nothing: ${fates[step.how]}`);
  say(others, `${rowsWords(others)} no match here and come from ${words} alone`);
  return facts;
}

function rowsWords(count: number): string {
  return count === 1 ? "1 row has" : `${integer(count)} rows have`;
}

function keysWords(count: number): string {
  return count === 1 ? "1 key stands" : `${integer(count)} keys stand`;
}

function keyWords(keys: readonly JoinKey[]): string {
  return keys.map(({ here }) => here.name).join(" or ");
}

/** Says how many rows come of rows that match several; where one is expected, that forbids saving. */
function sayMultiplied(
  { how, one, table }: JoinStep,
  keys: readonly JoinKey[],
  { rows, lacking, unmatched, multiplied, pairs, others, doubled, such }: Counted,
  say: (count: number, text: string, blocks?: boolean) => void,
): void {
  const words = tableWords(table);
  const made = pairs + (how === "inner" ? 0 : lacking + unmatched) + others;
  if (made > limits.datasetRows)
    throw new AppError(
      "INVALID",
      `it would make ${integer(made)} rows, and at most ${integer(limits.datasetRows)} can be kept: ` +
        `${keysWords(doubled)} several times in ${words}.`,
    );
  const key = such === null ? "" : `, such as ${keys[0]!.here.name} ${such}`;
  const several =
    `${rowsWords(multiplied)} several matches in ${words}${key}: ` +
    `${integer(rows)} rows become ${integer(made)}`;
  const instead = ". One match is expected: drop repeated keys there, or allow several.";
  say(multiplied, one ? several + instead : several, one === true);
  if (multiplied === 0)
    say(doubled, `${keysWords(doubled)} several times in ${words}; no row here has one of them`);
}
