import { formulaEvaluator, type Row } from "./formula-evaluate";
import { lookUp, pick, put, rename } from "./export/row-acts";
import { stepError, tableReadBy, type Step } from "./recipe";
import { opsOfRecipe, type OpsRecipe, type ReadyCell, type ReadyOp } from "./recipe-ops";
import type { Value } from "./formulas/function";

/** What a recipe makes of one row: another row, or null where the row is dropped. */
export type RowApplier = (row: Row) => Row | null;

/**
 * A recipe as a function of single rows, by what its steps have learned.
 *
 * @throws {AppError} INVALID with the step that looks at other rows
 */
export function rowApplier(recipe: OpsRecipe): RowApplier {
  const acts = opsOfRecipe(recipe).flatMap(({ ops, step, number }) =>
    singleOps(ops, step, number).map(actOf),
  );
  return (row) => acts.reduce<Row | null>((before, act) => before && act(before), row);
}

/**
 * The same for rows that are to be predicted: steps that drop or draw rows are left out.
 *
 * @throws {AppError} INVALID as `rowApplier`, and for a step that cannot be done to such rows
 */
export function newRowApplier(recipe: OpsRecipe): RowApplier {
  return rowApplier({ ...recipe, newRows: true });
}

/** An operation on a single row. */
export type SingleOp = Exclude<ReadyOp, { op: "python" }>;

/**
 * What a step does to a row that stands alone.
 *
 * @param number the step's, from 1
 * @throws {AppError} INVALID with the step where it looks at other rows
 */
export function singleOps(ops: readonly ReadyOp[], step: Step, number: number): SingleOp[] {
  return ops.flatMap((op) => {
    if (op.op !== "python") return [op];
    if (op.single) return singleOps(op.single, step, number);
    const what = tableReadBy(step) ? "another table" : "other rows";
    throw stepError(step, number - 1, `it looks at ${what}, so it cannot be done to a single row.`);
  });
}

function actOf(op: SingleOp): RowApplier {
  switch (op.op) {
    case "pick":
      return (row) => pick(row, op.names);
    case "rename":
      return (row) => rename(row, op.names);
    case "put": {
      const cells = op.cells.map((cell) => [cell.name, cellOf(cell, op)] as const);
      return (row) =>
        put(
          row,
          cells.map(([name, value]) => [name, value(row)]),
        );
    }
    case "keep": {
      const evaluate = formulaEvaluator(op.tree, op.columns);
      return (row) => (evaluate(row) === true ? row : null);
    }
  }
}

function cellOf({ tree, look }: ReadyCell, { columns }: SingleOp): (row: Row) => Value {
  const evaluate = formulaEvaluator(tree, columns);
  if (!look) return evaluate;
  const [pairs, otherwise] = [new Map(look.pairs), formulaEvaluator(look.otherwise, columns)];
  return (row) => lookUp(pairs, evaluate(row), () => otherwise(row));
}
