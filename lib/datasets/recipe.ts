import * as z from "zod";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { stepKinds } from "./steps/all";
import type { FormField, StepGroup } from "./steps/form";
import type { TableRef } from "./steps/table-ref";
import {
  projection,
  sqlTypes,
  type HeldColumn,
  type OnNewRows,
  type Outcome,
  type Place,
  type SecondTable,
  type StepKind,
} from "./steps/step";

/** What every step may say, whatever its kind. */
const common = {
  /** A step that is in the recipe and does nothing for now. */
  disabled: z.literal(true).optional(),
};
/** One step of a recipe; what it does to a table is said by its kind and these words alone. */
export type Step = z.output<(typeof stepKinds)[number]["schema"]> & { disabled?: true | undefined };

const schemas = stepKinds.map(({ schema }) => (schema as z.ZodObject).extend(common));
/** Reads a step strictly: a word that its kind does not know is refused. */
export const stepSchema = z.discriminatedUnion(
  "kind",
  // The list is not empty, which the compiler cannot see.
  schemas as unknown as [z.ZodObject, ...z.ZodObject[]],
) as unknown as z.ZodType<Step>;
export const stepsSchema = z.array(stepSchema).min(1, "expected at least one step").max(100);

/** A kind of step as one that is chosen from a list: what it is called, where it stands, and its form. */
export type StepForm = {
  kind: Step["kind"];
  title: string;
  group: StepGroup;
  form: readonly FormField[];
  defaults: (columns: readonly ColumnSchema[]) => Record<string, unknown>;
};

/** The forms of all kinds of steps. */
export const stepForms: readonly StepForm[] = stepKinds.map((kind) => ({
  kind: kind.schema.shape.kind.value,
  title: kind.title,
  group: kind.group,
  form: kind.form,
  defaults: kind.defaults,
}));

/** Any kind, as a step of it sees it. */
type AnyKind = StepKind<z.ZodObject<z.core.$ZodLooseShape>>;
const byWord = new Map(stepKinds.map((kind) => [kind.schema.shape.kind.value, kind]));

// A step and the kind that its word names belong together, which the compiler cannot see.
/** The kind of a step, which knows all of it. */
export function kindOfStep(step: Step): AnyKind {
  return byWord.get(step.kind) as unknown as AnyKind;
}

/** Whether a step learns from the rows, so that it must come after the split. */
export function learns(step: Step): boolean {
  return !step.disabled && (kindOfStep(step).learns?.(step) ?? false);
}

/** The table that a step reads beside the rows before it; null for one that reads none. */
export function tableReadBy(step: Step): TableRef | null {
  return step.disabled ? null : (kindOfStep(step).reads?.(step) ?? null);
}

/** The columns of the second table that a step reads, by the step's place from 0. */
export type SecondColumns = { step: number; columns: readonly ColumnSchema[] };

/** The second table of a step as a relation of a query, each column with an id. */
export function holdSecond(
  seconds: readonly SecondColumns[],
  step: number,
  freshId: () => string,
): SecondTable | undefined {
  const found = seconds.find((second) => second.step === step);
  return (
    found && { from: `second${step + 1}`, columns: found.columns.map((one) => ({ ...one, id: freshId() })) }
  );
}

/** What a step does to rows that are to be predicted. */
export function onNewRows(step: Step): OnNewRows {
  const { onNewRows: what } = kindOfStep(step);
  return typeof what === "function" ? what(step) : what;
}

/**
 * What one step makes of the relation before it.
 *
 * @throws {AppError} INVALID when it asks for a column that is not there, or for what its type cannot do
 */
export function applyStep(step: Step, place: Place): Outcome {
  if (step.disabled) return { columns: [...place.columns], sql: `SELECT * FROM ${place.from}` };
  return place.newRows ? applyToNewRows(step, place) : kindOfStep(step).apply(step, place);
}

/** A step on rows to be predicted. One that is left out still makes its new columns, without a value. */
function applyToNewRows(step: Step, place: Place): Outcome {
  const what = onNewRows(step);
  if (what === "refuse") throw new AppError("INVALID", "it cannot be done to rows that are to be predicted.");
  if (what === "apply") return kindOfStep(step).apply(step, place);
  const { columns } = place;
  const added = columnsAdded(step, place);
  const missing = new Map(added.map(({ id, type }) => [id, `CAST(NULL AS ${sqlTypes[type]})`]));
  const after = [...columns, ...added];
  return { columns: after, sql: projection(after, place.from, missing), sameRows: true };
}

/** The columns that a step would add. One of a column that new rows lack, such as their label, adds none. */
function columnsAdded(step: Step, place: Place): HeldColumn[] {
  try {
    const { columns } = kindOfStep(step).apply(step, place);
    return columns.filter(({ id }) => !place.columns.some((column) => column.id === id));
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

/** A step in words, as the list of a recipe shows it. */
export function sentenceOf(step: Step): string {
  return kindOfStep(step).sentence(step);
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

/**
 * The columns of a table after a step; null where they are known from its rows alone, or from a second table
 * whose columns are not.
 *
 * @throws {AppError} INVALID when the step does not fit them
 */
export function columnsAfter(
  columns: readonly ColumnSchema[],
  step: Step,
  second?: readonly ColumnSchema[],
): ColumnSchema[] | null {
  if (tableReadBy(step) && !second) return null;
  const held = holdColumns(columns);
  const table = holdSecond(second ? [{ step: 0, columns: second }] : [], 0, held.freshId);
  const place: Place = { from: "before", into: "after", ...held, second: table };
  const { columns: after, open } = applyStep(step, place);
  return open ? null : after.map(({ name, type: of }) => ({ name, type: of }));
}

/**
 * The columns after all steps; null where a step's are known from the rows alone, behind which nothing is
 * looked at before there are rows.
 *
 * @throws {AppError} INVALID with the step, counted from 1; also for a step that learns from rows before the
 *   split
 */
export function columnsAfterAll(
  columns: readonly ColumnSchema[],
  steps: readonly Step[],
  seconds: readonly SecondColumns[] = [],
): ColumnSchema[] | null {
  requireLearningAfterSplit(steps);
  let before: ColumnSchema[] | null = [...columns];
  for (const [i, step] of steps.entries()) {
    const known: ColumnSchema[] | null = before;
    if (known === null) return null;
    const second = seconds.find((one) => one.step === i)?.columns;
    before = atStep(step, i, () => columnsAfter(known, step, second));
  }
  return before;
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

/** The first step that learns from rows before they are split, by its place from 0; null where none does. */
export function learningBeforeSplit(steps: readonly Step[]): number | null {
  const at = steps.findLastIndex((step) => step.kind === "split" && !step.disabled);
  const early = steps.findIndex((step, i) => i < at && learns(step));
  return early === -1 ? null : early;
}

/** What is learned from rows that are later drawn for the test would tell training of the test. */
function requireLearningAfterSplit(steps: readonly Step[]): void {
  const early = learningBeforeSplit(steps);
  if (early === null) return;
  const at = steps.findLastIndex((step) => step.kind === "split" && !step.disabled);
  const message =
    `it learns from the rows, and the split (step ${at + 1}) comes after it: ` +
    "move it behind the split, so that it sees training rows alone.";
  throw stepError(steps[early]!, early, message);
}
