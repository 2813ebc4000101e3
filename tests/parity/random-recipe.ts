import { columnsAfter, columnsAfterAll, learns, tableReadBy, type Step } from "@/lib/datasets/recipe";
import { stepKinds } from "@/lib/datasets/steps/all";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { cellMakers } from "./cell-makers";
import type { Chance } from "./chance";
import { learnedMakers } from "./learned-makers";
import type { Make } from "./make-step";
import { tableMakers } from "./table-makers";

/** Steps of each kind there is; null where the columns allow none. */
export const makers: Record<Step["kind"], Make> = { ...cellMakers, ...tableMakers, ...learnedMakers };

/** Every kind of step there is. */
export const allKinds = stepKinds.map((kind) => kind.schema.shape.kind.value);

/** The columns after a step; "open" where only rows tell them, null where it does not fit. */
function columnsBehind(
  before: readonly ColumnSchema[],
  step: Step,
  second: readonly ColumnSchema[],
): readonly ColumnSchema[] | "open" | null {
  try {
    return columnsAfter(before, step, second) ?? "open";
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/**
 * A recipe of two to six steps, each of which fits the columns before it and the first of which is of a kind;
 * a second table is the one that it begins with.
 */
export function randomRecipe(
  chance: Chance,
  columns: readonly ColumnSchema[],
  first: Step["kind"] = chance.one(allKinds),
  count = 2 + chance.below(5),
): Step[] {
  return drawSteps(chance, { before: columns, second: columns, first, count });
}

/** Steps behind those of a recipe whose columns are known by now. */
export function nextSteps(
  chance: Chance,
  { columns }: { columns: readonly ColumnSchema[] },
  second: readonly ColumnSchema[],
): Step[] {
  return drawSteps(chance, { before: columns, second, first: chance.one(allKinds), count: 3 });
}

/** Whether only the rows tell which columns there are after all steps. */
export function isOpen(steps: readonly Step[], columns: readonly ColumnSchema[]): boolean {
  const seconds = steps.flatMap((one, step) => (tableReadBy(one) ? [{ step, columns }] : []));
  return columnsAfterAll(columns, steps, seconds) === null;
}

type Draw = {
  before: readonly ColumnSchema[];
  second: readonly ColumnSchema[];
  first: Step["kind"];
  count: number;
};

function drawSteps(chance: Chance, { before: columns, second, first, count }: Draw): Step[] {
  const steps: Step[] = [];
  let before = columns;
  for (let tries = 0; steps.length < count && tries < 60; tries++) {
    const step = makers[steps.length === 0 ? first : chance.one(allKinds)](chance, before, second);
    if (!step || (step.kind === "split" && steps.some(learns))) continue;
    // Several of these in a row would make too many rows.
    const grows = tableReadBy(step) !== null || step.kind === "unpivot" || step.kind === "balance";
    if (grows && steps.some((one) => one.kind === step.kind)) continue;
    const behind = columnsBehind(before, step, second);
    if (behind === null) continue;
    steps.push(step);
    if (behind === "open") break;
    before = behind;
  }
  return steps;
}
