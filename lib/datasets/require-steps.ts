import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { barredIn } from "./column-lineage";
import {
  applyStep,
  columnsAfterAll,
  holdColumns,
  holdSecond,
  stepError,
  type SecondColumns,
  type Step,
} from "./recipe";
import type { HeldColumn } from "./steps/step";

/** A version as a reader sees it, as far as steps are concerned. */
type Seen = {
  columns: readonly ColumnSchema[];
  masks: readonly { name: string; forYou: boolean }[];
};

/**
 * Whether steps, and the second tables that they read, can work on a version for its reader: they fit its
 * columns and look at no masked one.
 *
 * @throws {AppError} INVALID with the step that does not fit; FORBIDDEN with the column that is masked
 */
export function requireSteps(
  { columns, masks }: Seen,
  steps: readonly Step[],
  seconds: readonly SecondColumns[],
): void {
  const hidden = masks.filter(({ forYou }) => forYou).map(({ name }) => name);
  if (hidden.length > 0) requireNoneBarred(columns, hidden, { steps, seconds });
  columnsAfterAll(columns, steps, seconds);
}

function requireNoneBarred(
  columns: readonly ColumnSchema[],
  hidden: readonly string[],
  { steps, seconds }: { steps: readonly Step[]; seconds: readonly SecondColumns[] },
): void {
  const held = holdColumns(columns);
  const masked = new Set(held.columns.filter(({ name }) => hidden.includes(name)).map(({ id }) => id));
  let current: readonly HeldColumn[] = held.columns;
  for (const [i, step] of steps.entries()) {
    requireUnbarred(step, i, { columns: current, masked });
    try {
      const second = holdSecond(seconds, i, held.freshId);
      const place = { from: "t", into: "u", ...held, columns: current, second };
      const { columns: after, open } = applyStep(step, place);
      if (open) return; // what comes behind it is looked at when there are rows
      current = after;
    } catch (error) {
      if (error instanceof AppError) return; // it does not fit, which is said with its step
      throw error;
    }
  }
}

/** A masked column is passed on or left out: a look at its values would tell of them. @throws FORBIDDEN */
export function requireUnbarred(
  step: Step,
  index: number,
  { columns, masked }: { columns: readonly HeldColumn[]; masked: ReadonlySet<string> },
): void {
  const [barred] = masked.size > 0 ? barredIn(step, columns, masked) : [];
  if (barred === undefined) return;
  const { message } = stepError(step, index, `“${barred}” is masked for you: no step can work with it.`);
  throw new AppError("FORBIDDEN", `${message} An owner can say who sees it.`);
}
