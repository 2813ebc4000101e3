import { AppError } from "@/lib/errors";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import {
  applyStep,
  columnsAfterAll,
  holdColumns,
  holdSecond,
  stepError,
  type SecondColumns,
  type Step,
} from "./recipe";
import { splitColumn } from "./split-column";
import type { HeldColumn } from "./steps/step";

type Asked = {
  /** The columns that the recipe was made for; null where its table is gone. */
  made: readonly ColumnSchema[] | null;
  steps: readonly Step[];
  /** The columns of the second tables that steps read. */
  seconds?: readonly SecondColumns[];
  /** The columns that it is applied to. */
  columns: readonly ColumnSchema[];
};

/** What keeps a recipe from being applied; the column that is absent, where the sentence is of one. */
export type FitProblem = { absent: string | null; message: string };

/**
 * Everything that keeps a recipe from being applied to rows of other columns, which are to be predicted, each
 * as a sentence: columns that it needs and that are absent or of another type, and every step that fails.
 *
 * @returns no sentences where it fits
 */
export function fitProblems({ made, steps, seconds = [], columns }: Asked): FitProblem[] {
  const schema = (made ?? []).flatMap(({ name, type }) => {
    const found = columns.find((column) => column.name === name);
    if ((found && isAlike(type, found.type)) || !isNeeded(made!, { steps, seconds }, name)) return [];
    const message = found
      ? `${name} holds ${words[found.type]}; the recipe was made for ${words[type]}.`
      : `The column ${name} is absent: say which column of the table it is.`;
    return [{ absent: found ? null : name, message }];
  });
  const failing = failingSteps(columns, { steps, seconds });
  return [...schema, ...failing.map((message) => ({ absent: null, message }))];
}

const words: Record<ColumnType, string> = {
  integer: "numbers",
  number: "numbers",
  boolean: "true or false",
  date: "dates",
  text: "text",
};

function isAlike(one: ColumnType, other: ColumnType): boolean {
  return words[one] === words[other];
}

type Recipe = { steps: readonly Step[]; seconds: readonly SecondColumns[] };

/** Whether the steps that are done to new rows cannot do without a column. */
function isNeeded(made: readonly ColumnSchema[], recipe: Recipe, name: string): boolean {
  const without = made.filter((column) => column.name !== name);
  return failingSteps(without, recipe).length > failingSteps(made, recipe).length;
}

/** What is wrong with each step that fails on such columns; behind it, the columns are as before. */
function failingSteps(columns: readonly ColumnSchema[], { steps, seconds }: Recipe): string[] {
  const held = holdColumns(columns);
  let before: readonly HeldColumn[] = held.columns;
  const problems: string[] = [];
  for (const [i, step] of steps.entries()) {
    const { freshId } = held;
    const second = holdSecond(seconds, i, freshId);
    const place = { from: "before", into: "after", columns: before, freshId, second, newRows: true };
    try {
      const outcome = applyStep(step, place);
      // From here on the columns are known only from rows.
      if (outcome.open) break;
      before = outcome.columns;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push(stepError(step, i, error.message).message);
    }
  }
  return problems;
}

/**
 * The steps that give columns of a table the names that a recipe knows them by, before its own.
 *
 * @param names the table's name of a column, by the recipe's
 * @throws {AppError} INVALID for a name that the table has already, or that it has not
 */
export function renamesFor(
  columns: readonly ColumnSchema[],
  names: Readonly<Record<string, string>>,
): Step[] {
  const steps = Object.entries(names).map(([to, from]): Step => ({ kind: "rename", from, to }));
  columnsAfterAll(columns, steps);
  const split = steps.find((step) => step.kind === "rename" && step.to === splitColumn);
  if (split) throw new AppError("INVALID", "Rows that are to be predicted are not split.");
  return steps;
}
