import * as z from "zod";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import type { ColumnType } from "@/lib/frame/frame";
import { splitColumn } from "../split-column";
import { columnsOfType } from "./cells";
import { namesOfType, numeric } from "./form";
import { fitSql, learnedOf } from "./learned";
import { anyNames, finite, name } from "./schema";
import { findColumn, projection, stepKind, type Check, type HeldColumn, type Place } from "./step";
import { associationSql } from "./univariate-sql";
import {
  rankColumns,
  sentenceOfRanked,
  type Association,
  type Keeping,
  type Ranked,
} from "./univariate-score";

const mostColumns = 150;
const types: readonly ColumnType[] = ["integer", "number", "boolean", "text"];
const schema = z.strictObject({
  kind: z.literal("select-univariate"),
  columns: anyNames,
  target: name,
  /** What the target is; without it, text and truth values are classes and numbers with decimals numbers. */
  as: z.enum(["classes", "numbers"]).optional(),
  /** The best have the smallest p of a test, or say most by mutual information. */
  by: z.enum(["test", "mutual information"]).optional(),
  keep: z.enum(["best", "significant"]),
  count: z.number().int("expected a whole number").min(1).max(2_000).optional(),
  p: finite.min(1e-300).max(1).optional(),
  correction: z.enum(["bonferroni", "fdr"]).optional(),
});
type Step = z.output<typeof schema>;

/** Keeps the columns that say most of a target, each tried by itself on the training rows. */
export const selectUnivariate = stepKind({
  schema,
  title: "Keep columns that say most of a target",
  group: "Columns",
  form: [
    { key: "target", label: "Target", as: "column", types },
    {
      key: "as",
      label: "The target is",
      as: "choice",
      options: [
        { value: "classes", label: "classes" },
        { value: "numbers", label: "numbers" },
      ],
      empty: "what its type says",
    },
    {
      key: "by",
      label: "Tried by",
      as: "choice",
      options: [
        { value: "test", label: "the test that their types allow (F, χ²)" },
        { value: "mutual information", label: "mutual information; numbers by their tenths" },
      ],
      empty: "the test that their types allow (F, χ²)",
    },
    { key: "columns", label: "Of these; none means all numbers", as: "columns", types },
    {
      key: "keep",
      label: "Keep",
      as: "choice",
      options: [
        { value: "best", label: "so many of the best" },
        { value: "significant", label: "those with a small p" },
      ],
    },
    { key: "count", label: "How many", as: "number", step: 1, least: 1, when: { key: "keep", is: ["best"] } },
    {
      key: "p",
      label: "p up to",
      as: "number",
      step: 0.01,
      least: 0,
      most: 1,
      when: { key: "keep", is: ["significant"] },
    },
    {
      key: "correction",
      label: "Corrected for the number of columns",
      as: "choice",
      options: [
        { value: "bonferroni", label: "any false one (Bonferroni)" },
        { value: "fdr", label: "share of false ones (Benjamini, Hochberg)" },
      ],
      empty: "not at all",
      when: { key: "keep", is: ["significant"] },
    },
  ],
  defaults: (columns) => ({
    columns: [],
    target: columns.findLast(({ type }) => type === "boolean")?.name ?? "",
    keep: "best",
    count: 10,
    p: 0.05,
    correction: "fdr",
  }),
  onNewRows: "apply",
  learns: () => true,
  sentence: (step) => {
    const corrected = step.correction === undefined ? "" : `, ${correctionWords[step.correction]}`;
    const which = step.keep === "best" ? `the ${step.count} columns` : "columns";
    const bound = step.keep === "best" ? "" : `, p up to ${step.p}${corrected}`;
    const by = step.by === "mutual information" ? " by mutual information" : "";
    return `Keep ${which} that say most of ${step.target}${by}${bound}`;
  },
  apply: (step, place) => {
    const keeping = keepingOf(step);
    const features = featuresOf(step, place);
    const ranked = place.fitted ? ranking(features, keeping, place) : null;
    const gone = new Set(ranked?.filter(({ isKept }) => !isKept).map(({ name }) => name));
    const kept = place.columns.filter((column) => !gone.has(column.name));
    if (kept.length === 0) throw new AppError("INVALID", "This would leave no column.");
    const sql = projection(kept, place.from);
    if (place.newRows) return { columns: kept, sql, sameRows: true, fit: "SELECT 1" };
    const target = targetOf(step, place);
    const fit = fitSql(features, (column) => associationSql(column, target, place, step.by));
    const check: { check?: Check } = ranked ? { check: reasons(ranked) } : {};
    return { columns: kept, sql, fit, sameRows: true, ...check, ...(ranked ? {} : { open: true }) };
  },
  ops: (step, place) => {
    const gone = ranking(triedIn(place), keepingOf(step), place).filter(({ isKept }) => !isKept);
    const names = place.columns.map(({ name }) => name);
    return [{ op: "pick", names: names.filter((one) => !gone.some(({ name }) => name === one)) }];
  },
});

const correctionWords = { bonferroni: "Bonferroni", fdr: "Benjamini and Hochberg" };

function keepingOf({ keep, count, p, correction = undefined }: Step): Keeping {
  if (keep === "best" && count === undefined) throw new AppError("INVALID", "Say how many columns to keep.");
  if (keep === "significant" && p === undefined) throw new AppError("INVALID", "Say up to which p to keep.");
  return keep === "best" ? { keep, count: count! } : { keep, p: p!, correction: correction ?? "none" };
}

/** The columns of which something was learned; a name such as `__proto__` is one like others. */
function triedIn({ columns, fitted = {} }: Pick<Place, "columns" | "fitted">): HeldColumn[] {
  return columns.filter(({ name }) => Object.hasOwn(fitted, name));
}

/** The columns that are tried. Rows to be predicted may lack some, and need only those that are there. */
function featuresOf({ columns, target }: Step, place: Place): HeldColumn[] {
  if (place.newRows) return triedIn(place);
  findColumn(place.columns, target);
  const all = columns.length > 0 ? columns : namesOfType(place.columns, numeric);
  const names = all.filter((one) => columns.length > 0 || (one !== target && one !== splitColumn));
  if (names.includes(target))
    throw new AppError("INVALID", `${target} is the target, and says all of itself: leave it out.`);
  if (names.length === 0) throw new AppError("INVALID", "There is no column of numbers beside the target.");
  if (names.length > mostColumns)
    throw new AppError(
      "INVALID",
      `${integer(names.length)} columns are too many to try: choose at most ${mostColumns}.`,
    );
  return columnsOfType(place.columns, names, types);
}

/** The target, and whether it is of classes; whole numbers may be either, which is for a person to say. */
function targetOf({ target, as }: Step, { columns }: Place): HeldColumn & { isClasses: boolean } {
  const [column] = columnsOfType(columns, [target], types);
  if (column!.type === "integer" && as === undefined)
    throw new AppError("INVALID", `${target} holds whole numbers: say whether they are classes or numbers.`);
  const isNumber = numeric.includes(column!.type);
  if (as === "numbers" && !isNumber)
    throw new AppError("INVALID", `${target} holds no numbers: it can only be of classes.`);
  return { ...column!, isClasses: as === undefined ? !isNumber : as === "classes" };
}

function ranking(features: readonly HeldColumn[], keeping: Keeping, place: Pick<Place, "fitted">): Ranked[] {
  const tried = features.map((column) => ({
    name: column.name,
    learned: JSON.parse(learnedOf(place, column, "figure")!) as Association,
  }));
  const ranked = rankColumns(tried, keeping);
  if (ranked.every(({ score }) => "why" in score && /one class/.test(score.why)))
    throw new AppError(
      "INVALID",
      "The target has one class among the training rows: nothing tells it apart.",
    );
  return ranked;
}

/** What is said of each column that was tried. */
function reasons(ranked: readonly Ranked[]): Check {
  return {
    sql: "SELECT 1::DOUBLE AS n",
    facts: () => ranked.map((one) => ({ text: sentenceOfRanked(one), count: 1, blocks: false })),
  };
}
