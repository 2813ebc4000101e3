import { AppError } from "@/lib/errors";
import { isSameName } from "./mask";
import { stepError, type Step } from "./recipe";
import type { Place } from "./steps/step";
import { unionPlan } from "./steps/union-plan";

/**
 * The columns after a step that hold masks of a second table, by their ids: masked columns come along, and
 * nothing is joined by one.
 *
 * @param masked the columns of the second table that are masked for the reader
 * @throws {AppError} FORBIDDEN for a key that is masked
 */
export function maskedBySecond(
  step: Step,
  index: number,
  { place, masked }: { place: Place; masked: readonly string[] },
): string[] {
  const { second } = place;
  if (!second || masked.length === 0 || step.disabled) return [];
  const isMasked = (name: string) => masked.some((one) => isSameName(one, name));
  const hidden = new Set(second.columns.filter(({ name }) => isMasked(name)).map(({ id }) => id));
  if (step.kind === "union") {
    const { columns } = unionPlan(step, place);
    return columns.flatMap(({ there, after }) => (there && hidden.has(there.id) ? [after.id] : []));
  }
  const key = step.kind === "join" ? step.keys.find(([, there]) => isMasked(there)) : undefined;
  if (!key) return [...hidden];
  const { message } = stepError(step, index, `“${key[1]}” is masked for you: nothing is joined by it.`);
  throw new AppError("FORBIDDEN", `${message} An owner can say who sees it.`);
}
