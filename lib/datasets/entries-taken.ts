import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import type { Dictionary } from "./dictionary";
import { applyStep, holdColumns, holdSecond, type SecondColumns, type Step } from "./recipe";
import type { Fitted, HeldColumn, Place } from "./steps/step";

/** A recipe with the columns before it, and the second tables of its steps with their dictionaries. */
export type CarriedFrom = {
  columns: readonly ColumnSchema[];
  steps: readonly Step[];
  fitted: readonly (Fitted | null)[];
  seconds: readonly (SecondColumns & { dictionary: Dictionary })[];
};

/**
 * The entries of columns that steps took from second tables and that are there after all steps, by the names
 * that they have then. A type that a step changed is no longer expected.
 */
export function entriesTaken({ columns, steps, fitted, seconds }: CarriedFrom): Dictionary {
  if (seconds.length === 0) return [];
  const held = holdColumns(columns);
  const from = new Map<string, Dictionary[number]>();
  let before: readonly HeldColumn[] = held.columns;
  for (const [i, step] of steps.entries()) {
    const { freshId } = held;
    const second = holdSecond(seconds, i, freshId);
    const dictionary = seconds.find((one) => one.step === i)?.dictionary ?? [];
    for (const { id, name } of second?.columns ?? []) {
      const entry = dictionary.find((one) => one.name === name);
      if (entry) from.set(id, entry);
    }
    const place = { from: "before", into: "after", columns: before, freshId, second };
    const after = columnsAfterStep(step, { ...place, fitted: fitted[i] ?? undefined });
    if (!after) return [];
    before = after;
  }
  return before.flatMap(({ id, name, type }) => {
    const entry = from.get(id);
    if (!entry) return [];
    const { type: said, ...rest } = entry;
    return [{ ...rest, name, ...(said === type ? { type } : {}) }];
  });
}

/** Null where the step was written over other names, as for somebody for whom columns are masked. */
function columnsAfterStep(step: Step, place: Place): readonly HeldColumn[] | null {
  try {
    return applyStep(step, place).columns;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
