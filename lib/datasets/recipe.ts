import * as z from "zod";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { daysSince } from "./steps/days-since";
import { deduplicate } from "./steps/deduplicate";
import { derive } from "./steps/derive";
import { drop } from "./steps/drop";
import { filter } from "./steps/filter";
import { missing } from "./steps/missing";
import { rename } from "./steps/rename";
import { select } from "./steps/select";
import { split } from "./steps/split";
import type { HeldColumn, Outcome, Place, StepKind } from "./steps/step";
import { type } from "./steps/type";

/** Every kind of step there is, by the word that a recipe has for it. */
const kinds = {
  select,
  drop,
  rename,
  type,
  filter,
  missing,
  deduplicate,
  derive,
  "days-since": daysSince,
  split,
} as const;

/** One step of a recipe; what it does to a table is said by its kind and these words alone. */
export const stepSchema = z.discriminatedUnion("kind", [
  select.schema,
  drop.schema,
  rename.schema,
  type.schema,
  filter.schema,
  missing.schema,
  deduplicate.schema,
  derive.schema,
  daysSince.schema,
  split.schema,
]);
export type Step = z.infer<typeof stepSchema>;
export const stepsSchema = z.array(stepSchema).min(1, "expected at least one step").max(100);

// A step and the kind that its word names belong together, which the compiler cannot see.
function kindOf(step: Step): StepKind<z.ZodType<Step>> {
  return kinds[step.kind] as unknown as StepKind<z.ZodType<Step>>;
}

/**
 * What one step makes of the relation before it.
 *
 * @throws {AppError} INVALID when it asks for a column that is not there, or for what its type cannot do
 */
export function applyStep(step: Step, place: Place): Outcome {
  return kindOf(step).apply(step, place);
}

/** A step in words, as the list of a recipe shows it. */
export function sentenceOf(step: Step): string {
  return kindOf(step).sentence(step);
}

/** The columns of a table with an id each, as recipes hold them. */
export function holdColumns(columns: readonly ColumnSchema[]): {
  columns: HeldColumn[];
  freshId: () => string;
} {
  let next = columns.length;
  return {
    columns: columns.map((column, i) => ({ ...column, id: `c${i}` })),
    freshId: () => `c${next++}`,
  };
}

/** The columns of a table after a step. @throws {AppError} INVALID when the step does not fit them */
export function columnsAfter(columns: readonly ColumnSchema[], step: Step): ColumnSchema[] {
  const held = holdColumns(columns);
  const { columns: after } = applyStep(step, { from: "before", into: "after", ...held });
  return after.map(({ name, type: of }) => ({ name, type: of }));
}

/**
 * The columns after all steps.
 *
 * @throws {AppError} INVALID with the step, counted from 1; also for a step that learns from rows before the
 *   split
 */
export function columnsAfterAll(columns: readonly ColumnSchema[], steps: readonly Step[]): ColumnSchema[] {
  requireLearningAfterSplit(steps);
  return steps.reduce<ColumnSchema[]>(
    (before, step, i) => atStep(step, i, () => columnsAfter(before, step)),
    [...columns],
  );
}

/** Runs what concerns a step; an error that it throws then names the step, counted from 1. */
export function atStep<Result>(step: Step, index: number, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof AppError) throw stepError(step, index, error.message);
    throw error;
  }
}

/** An error at a step, which it names, counted from 1. */
export function stepError({ kind }: Step, index: number, message: string): AppError {
  return new AppError("INVALID", `Step ${index + 1} (${kind}): ${message}`);
}

/** What is learned from rows that are later drawn for the test would tell training of the test. */
function requireLearningAfterSplit(steps: readonly Step[]): void {
  const at = steps.findIndex((step) => step.kind === "split");
  const early = steps.findIndex((step, i) => i < at && kindOf(step).learns?.(step));
  if (early === -1) return;
  const message =
    `it learns from the rows, and the split (step ${at + 1}) comes after it: ` +
    "move it behind the split, so that it sees training rows alone.";
  throw stepError(steps[early]!, early, message);
}
