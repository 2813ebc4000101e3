import type { DuckDBConnection } from "@duckdb/node-api";
import { dateCandidates } from "@/lib/datasets/date-format";
import type { ColumnOptions } from "@/lib/datasets/import-options";
import type { Question } from "@/lib/datasets/import-question";
import { numberExample, numberForms, numberPattern } from "@/lib/datasets/number-form";
import { settledColumn } from "./settled";
import type { AskedForms, OpenColumn, TextTable } from "./text-table";

/** A way in which all cells of a column may be read. */
type Candidate = { options: ColumnOptions; label: string; isAsked: boolean };
export type Open = OpenColumn & { name: string; i: number; missing?: string[] };
/** What was found of an open column: one reading that is taken, or several that somebody must choose from. */
export type Formed = { i: number; taken: ColumnOptions | null; question: Question | null };

/** More digits than a double keeps: such a column stays text. */
const digitsAtMost = 15;
const columnsAtOnce = 50;

/**
 * Tries the ways in which columns of numbers with commas and dots, and of dates, may be written. One is taken
 * if it fits every cell and no other does, or if it is the one that was asked for.
 *
 * @param before how columns of the version before were read, which decides between several
 */
export async function tryForms(
  connection: DuckDBConnection,
  { relation, asked = {} }: Pick<TextTable, "relation" | "asked">,
  open: readonly Open[],
  before: readonly ColumnOptions[],
): Promise<Formed[]> {
  const formed: Formed[] = [];
  for (let start = 0; start < open.length; start += columnsAtOnce) {
    const block = open.slice(start, start + columnsAtOnce);
    const tried = block.map((column) => ({ column, candidates: candidatesOf(column, asked) }));
    const parts = tried.flatMap(({ column, candidates }) => questionsInSql(column, candidates));
    const reader = await connection.runAndReadAll(`SELECT ${parts.join(", ")} FROM ${relation}`);
    const answers = reader.getRowsJson()[0]!.map((value) => value === true);
    for (const { column, candidates } of tried) {
      const [hasFraction, ...rest] = answers.splice(0, 1 + 2 * candidates.length);
      const fitting = candidates.filter((_, k) => rest[2 * k]! && rest[2 * k + 1]!);
      formed.push(choose(column, fitting, { hasFraction: hasFraction!, asked, before }));
    }
  }
  return formed;
}

function candidatesOf({ kind, name: called, example, missing }: Open, asked: AskedForms): Candidate[] {
  const name = { name: called, ...(missing ? { missing } : {}) };
  if (kind === "date")
    return dateCandidates(example)
      .filter(({ order }) => asked.dateOrder === undefined || order === asked.dateOrder)
      .map(({ written }) => ({
        options: { ...name, type: "date", dates: [written] },
        label: `dates written as ${written}`,
        isAsked: asked.dateOrder !== undefined,
      }));
  return numberForms
    .filter(({ decimal }) => asked.decimal === undefined || decimal === asked.decimal)
    .filter(({ thousands }) => asked.thousands === undefined || ["", asked.thousands].includes(thousands))
    .map((form) => ({
      options: { ...name, type: "number", ...form },
      label: `numbers written as ${numberExample(form)}`,
      isAsked: asked.decimal !== undefined || asked.thousands !== undefined,
    }));
}

/** For each candidate whether all cells fit it, and whether any has the marks of it alone. */
function questionsInSql({ i, kind }: Open, candidates: readonly Candidate[]): string[] {
  const cell = `nullif(trim(c${i}), '')`;
  // Groups of three digits throughout may be numbers or the names of things.
  const fraction =
    kind === "number"
      ? `bool_or(regexp_matches(${cell}, '[.,]') 
          AND NOT regexp_full_match(${cell}, '[-+]?[1-9]\\d{0,2}([.,]\\d{3})+'))`
      : "true";
  return [
    `coalesce(${fraction}, false)`,
    ...candidates.flatMap(({ options }) => {
      const { isMissing, value } = settledColumn(i, options, {});
      const { decimal = ".", thousands = "" } = options;
      const digits = `length(regexp_replace(${cell}, '[^0-9]', '', 'g')) <= ${digitsAtMost}`;
      const fits =
        kind === "date"
          ? `${value} IS NOT NULL`
          : `regexp_full_match(${cell}, '${numberPattern({ decimal, thousands }, false)}') AND ${digits}
             AND NOT regexp_matches(${cell}, '^[-+]?0\\d')`;
      const differs =
        thousands === "" ? "true" : `coalesce(bool_or(contains(${cell}, '${thousands}')), false)`;
      return [`coalesce(bool_and(${isMissing} OR coalesce(${fits}, false)), false)`, differs];
    }),
  ];
}

type Known = { hasFraction: boolean; asked: AskedForms; before: readonly ColumnOptions[] };

function choose(
  { i, name, example }: Open,
  fitting: readonly Candidate[],
  { hasFraction, before }: Known,
): Formed {
  const [only] = fitting;
  if (!only) return { i, taken: null, question: null };
  const known = before.find((column) => column.name === name);
  const same = asBefore(fitting, known);
  const isSafe = only.isAsked || hasFraction;
  const optionsOf = ({ options }: Candidate): ColumnOptions =>
    options.thousands && !hasFraction ? { ...options, type: "integer" } : options;
  const isYearInDoubt = only.options.dates?.some((written) => !written.includes("YYYY"));
  const chosen = same ?? (fitting.length === 1 && isSafe && (!isYearInDoubt || only.isAsked) ? only : null);
  if (chosen) return { i, taken: optionsOf(chosen), question: null };
  const choices = fitting.map((one) => {
    const { name: _, ...set } = optionsOf(one);
    return { label: one.label, set };
  });
  const question: Question = {
    about: "column",
    column: name,
    sentence: `its cells, such as “${example}”, can be read in several ways.`,
    choices: [...choices, { label: "text", set: { type: "text" } }],
  };
  return { i, taken: null, question };
}

/** The reading that a column had before, if one alone of those that fit is of its kind. */
function asBefore(fitting: readonly Candidate[], known: ColumnOptions | undefined): Candidate | undefined {
  if (!known) return undefined;
  const isSame = ({ options: { type, dates, decimal } }: Candidate) =>
    type === "date"
      ? known.type === "date" && dates?.[0] === known.dates?.[0]
      : known.type !== "text" && decimal === known.decimal;
  const same = fitting.filter(isSame);
  return same.length === 1 ? same[0] : undefined;
}
