import { AppError } from "@/lib/errors";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { parseFormula, type Expression } from "./formula";
import {
  applyStep,
  atStep,
  holdColumns,
  holdSecond,
  kindOfStep,
  sentenceOf,
  stepError,
  type SecondColumns,
  type Step,
} from "./recipe";
import type { Fitted, RecipeOp } from "./steps/step";

/** What an operation does, with its formula read and the columns that it finds. */
export type ReadyOp = { columns: readonly ColumnSchema[] } & (
  | { op: "pick"; names: readonly string[] }
  | { op: "rename"; from: string; to: string }
  | { op: "put"; name: string; type: ColumnType; tree: Expression }
  | { op: "keep"; tree: Expression }
  | { op: "python"; lines: readonly string[] }
);

/** A step of a recipe as operations, with its sentence and its number, from 1. */
export type StepOps = { number: number; step: Step; sentence: string; ops: readonly ReadyOp[] };

/**
 * A recipe in the few operations that every engine beside DuckDB is written in.
 *
 * @throws {AppError} INVALID with the step for a kind that only DuckDB can do, or that learned nothing yet
 */
export function opsOfRecipe(
  columns: readonly ColumnSchema[],
  steps: readonly Step[],
  fitted: readonly (Fitted | null)[],
  seconds: readonly SecondColumns[] = [],
): StepOps[] {
  const held = holdColumns(columns);
  let before = held.columns;
  return steps.flatMap((step, i) => {
    if (step.disabled) return [];
    return atStep(step, i, () => {
      const second = holdSecond(seconds, i, held.freshId);
      const place = { columns: before, fitted: fitted[i] ?? undefined, second };
      const lower = kindOfStep(step).ops;
      if (!lower) throw new AppError("INVALID", "this kind of step can be shown as SQL alone.");
      const ops = readyOps(before, lower(step, place));
      const outcome = applyStep(step, { from: "before", into: "after", freshId: held.freshId, ...place });
      if (outcome.open)
        throw stepError(
          step,
          i,
          "its columns are known from the rows alone, so it can be shown as SQL alone.",
        );
      before = outcome.columns;
      return { number: i + 1, step, sentence: sentenceOf(step), ops };
    });
  });
}

function readyOps(before: readonly ColumnSchema[], ops: readonly RecipeOp[]): ReadyOp[] {
  let columns = before;
  return ops.map((op) => {
    const ready: ReadyOp = { columns, ...parsed(op) };
    columns = columnsAfterOp(columns, op);
    return ready;
  });
}

function parsed(op: RecipeOp) {
  if (op.op === "put") return { ...op, tree: parseFormula(op.formula) };
  return op.op === "keep" ? { ...op, tree: parseFormula(op.formula) } : op;
}

/** The columns that an operation leaves behind. */
export function columnsAfterOp(columns: readonly ColumnSchema[], op: RecipeOp): readonly ColumnSchema[] {
  switch (op.op) {
    case "pick":
      return op.names.map((name) => columns.find((column) => column.name === name)!);
    case "rename":
      return columns.map((column) => (column.name === op.from ? { ...column, name: op.to } : column));
    case "put": {
      const put = { name: op.name, type: op.type };
      return columns.some(({ name }) => name === op.name)
        ? columns.map((column) => (column.name === op.name ? put : column))
        : [...columns, put];
    }
    case "python":
      return op.after ?? columns;
    case "keep":
      return columns;
  }
}
