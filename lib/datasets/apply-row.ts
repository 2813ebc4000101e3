import type { ColumnSchema } from "@/lib/frame/frame";
import { formulaEvaluator, type Row } from "./formula-evaluate";
import { onNewRows, stepError, tableReadBy, type SecondColumns, type Step } from "./recipe";
import { opsOfRecipe, type ReadyOp } from "./recipe-ops";
import type { Fitted } from "./steps/step";

/** What a recipe makes of one row: another row, or null where the row is dropped. */
export type RowApplier = (row: Row) => Row | null;
type Recipe = {
  columns: readonly ColumnSchema[];
  steps: readonly Step[];
  fitted: readonly (Fitted | null)[];
  /** The columns of second tables, by step. */
  seconds?: readonly SecondColumns[];
};

/**
 * A recipe as a function of single rows, by what its steps have learned.
 *
 * @throws {AppError} INVALID with the step that looks at other rows, or that only DuckDB can do
 */
export function rowApplier({ columns, steps, fitted, seconds }: Recipe): RowApplier {
  const acts = opsOfRecipe(columns, steps, fitted, seconds).flatMap(({ ops, step, number }) =>
    ops.map((op) => actOf(op, step, number)),
  );
  return (row) => acts.reduce<Row | null>((before, act) => before && act(before), row);
}

/**
 * The same for rows that are to be predicted: steps that drop or draw rows are left out.
 *
 * @throws {AppError} INVALID as `rowApplier`, and for a step that cannot be done to such rows
 */
export function newRowApplier({ steps, ...recipe }: Recipe): RowApplier {
  return rowApplier({ ...recipe, steps: newRowSteps(steps) });
}

/**
 * The steps of a recipe for rows that are to be predicted: those that drop or draw rows are switched off.
 *
 * @throws {AppError} INVALID for a step that cannot be done to such rows
 */
export function newRowSteps(steps: readonly Step[]): Step[] {
  const refused = steps.findIndex((step) => !step.disabled && onNewRows(step) === "refuse");
  if (refused !== -1) throw stepError(steps[refused]!, refused, "it cannot be done to new rows.");
  return steps.map((step) => (onNewRows(step) === "skip" ? { ...step, disabled: true as const } : step));
}

/** Why a step cannot be done to single rows. */
export function notSingle(step: Step): string {
  const what = tableReadBy(step) ? "another table" : "other rows";
  return `it looks at ${what}, so it cannot be done to a single row.`;
}

function actOf(op: ReadyOp, step: Step, number: number): RowApplier {
  switch (op.op) {
    case "pick":
      return (row) => new Map(op.names.map((name) => [name, row.get(name) ?? null]));
    case "rename":
      return (row) => new Map([...row].map(([name, value]) => [name === op.from ? op.to : name, value]));
    case "put": {
      const evaluate = formulaEvaluator(op.tree, op.columns);
      return (row) => new Map(row).set(op.name, evaluate(row));
    }
    case "keep": {
      const evaluate = formulaEvaluator(op.tree, op.columns);
      return (row) => (evaluate(row) === true ? row : null);
    }
    case "python":
      throw stepError(step, number - 1, notSingle(step));
  }
}
