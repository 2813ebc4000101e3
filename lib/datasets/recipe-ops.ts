import { AppError } from "@/lib/errors";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { parseFormula, type Expression } from "./formula";
import type { Value } from "./formulas/function";
import {
  applyStep,
  atStep,
  holdColumns,
  holdSecond,
  kindOfStep,
  onNewRows,
  sentenceOf,
  type SecondColumns,
  type Step,
} from "./recipe";
import { missingCell } from "./steps/ops";
import type { Fitted, HeldColumn, OpCell, OpsPlace, RecipeOp } from "./steps/step";

/** New cells of a column, with their formulas read. */
export type ReadyCell = {
  name: string;
  type: ColumnType;
  tree: Expression;
  look?: { pairs: readonly (readonly [key: Value, value: Value])[]; otherwise: Expression };
};

/** What an operation does, with its formulas read and the columns that it finds. */
export type ReadyOp = { columns: readonly ColumnSchema[] } & (
  | { op: "pick"; names: readonly string[] }
  | { op: "rename"; names: readonly (readonly [from: string, to: string])[] }
  | { op: "put"; cells: readonly ReadyCell[] }
  | { op: "keep"; tree: Expression }
  | { op: "python"; lines: readonly string[]; single: readonly ReadyOp[] | null }
);

/** A step of a recipe as operations, with its sentence and its number, from 1. */
export type StepOps = { number: number; step: Step; sentence: string; ops: readonly ReadyOp[] };

/** A recipe to be shown or done by others than DuckDB. */
export type OpsRecipe = {
  columns: readonly ColumnSchema[];
  steps: readonly Step[];
  fitted: readonly (Fitted | null)[];
  /** The columns of second tables, by step. */
  seconds?: readonly SecondColumns[] | undefined;
  /** Whether the rows are to be predicted: others than those that the recipe was fitted on. */
  newRows?: boolean;
};

/**
 * A recipe in the few operations that every engine beside DuckDB is written in.
 *
 * @throws {AppError} INVALID with the step that has learned nothing yet, or cannot be done to new rows
 */
export function opsOfRecipe({ columns, steps, fitted, seconds = [], newRows }: OpsRecipe): StepOps[] {
  const held = holdColumns(columns);
  let before = held.columns;
  return steps.flatMap((step, i) => {
    if (step.disabled) return [];
    return atStep(step, i, () => {
      const second = holdSecond(seconds, i, held.freshId);
      const place = { columns: before, fitted: fitted[i] ?? undefined, second, newRows };
      const outcome = applyStep(step, { from: "before", into: "after", freshId: held.freshId, ...place });
      if (outcome.fit && !place.fitted)
        throw new AppError("INVALID", "it has learned nothing yet: save the version first.");
      const ops = readyOps(before, opsOfStep(step, place, outcome.columns));
      before = outcome.columns;
      return { number: i + 1, step, sentence: sentenceOf(step), ops };
    });
  });
}

/** A step that is left out on rows to be predicted still makes its new columns, without a value. */
function opsOfStep(step: Step, place: OpsPlace, after: readonly HeldColumn[]): readonly RecipeOp[] {
  if (!place.newRows || onNewRows(step) === "apply") return kindOfStep(step).ops(step, place);
  const added = after.filter(({ id }) => !place.columns.some((column) => column.id === id));
  return added.length === 0 ? [] : [{ op: "put", cells: added.map(missingCell) }];
}

function readyOps(before: readonly ColumnSchema[], ops: readonly RecipeOp[]): ReadyOp[] {
  let columns = before;
  return ops.map((op) => {
    const ready = readyOp(columns, op);
    columns = columnsAfterOp(columns, op);
    return ready;
  });
}

function readyOp(columns: readonly ColumnSchema[], op: RecipeOp): ReadyOp {
  switch (op.op) {
    case "put":
      return { columns, op: "put", cells: op.cells.map(readyCell) };
    case "keep":
      return { columns, op: "keep", tree: parseFormula(op.formula) };
    case "python": {
      const single = op.single ? readyOps(columns, op.single) : null;
      return { columns, op: "python", lines: op.lines, single };
    }
    default:
      return { columns, ...op };
  }
}

function readyCell({ name, type, formula, pairs, otherwise }: OpCell): ReadyCell {
  const look = pairs && { pairs, otherwise: parseFormula(otherwise!) };
  return { name, type, tree: parseFormula(formula), ...(look ? { look } : {}) };
}

/** The columns that an operation leaves behind. */
export function columnsAfterOp(columns: readonly ColumnSchema[], op: RecipeOp): readonly ColumnSchema[] {
  switch (op.op) {
    case "pick":
      return op.names.map((name) => columns.find((column) => column.name === name)!);
    case "rename": {
      const names = new Map(op.names);
      return columns.map((column) => ({ ...column, name: names.get(column.name) ?? column.name }));
    }
    case "put":
      return op.cells.reduce(withCell, columns);
    case "python":
      return op.after ?? columns;
    case "keep":
      return columns;
  }
}

function withCell(columns: readonly ColumnSchema[], { name, type }: ColumnSchema): readonly ColumnSchema[] {
  const put = { name, type };
  return columns.some((column) => column.name === name)
    ? columns.map((column) => (column.name === name ? put : column))
    : [...columns, put];
}
