import type { Step } from "@/lib/datasets/recipe";

/** The steps of a recipe as they are, as they were before, and as they were before they were taken back. */
export type History = { past: readonly Step[][]; now: Step[]; future: readonly Step[][] };

const keptChanges = 100;

/** The history with other steps now; what was taken back before is forgotten. */
export function written({ past, now }: History, next: Step[]): History {
  return { past: [...past, now].slice(-keptChanges), now: next, future: [] };
}

/** The history with its last change taken back; without one, as it was. */
export function undone({ past, now, future }: History): History {
  const before = past.at(-1);
  return before ? { past: past.slice(0, -1), now: before, future: [now, ...future] } : { past, now, future };
}

/** The history with what was last taken back made again; without such, as it was. */
export function redone({ past, now, future }: History): History {
  const [next, ...rest] = future;
  return next ? { past: [...past, now], now: next, future: rest } : { past, now, future };
}

/** Steps with one at another place. */
export function moved(steps: readonly Step[], from: number, to: number): Step[] {
  const others = steps.filter((_, i) => i !== from);
  return to < 0 || to >= steps.length ? [...steps] : others.toSpliced(to, 0, steps[from]!);
}

/** Steps with those that learn from rows moved behind the last split, in their order. */
export function behindSplit(steps: readonly Step[], isLearning: (step: Step) => boolean): Step[] {
  const split = steps.findLastIndex((step) => step.kind === "split" && !step.disabled);
  const early = steps.filter((step, i) => i < split && isLearning(step));
  const before = steps.filter((step, i) => i <= split && !early.includes(step));
  return [...before, ...early, ...steps.slice(split + 1)];
}

/** Steps with one in use again, or out of it. */
export function toggled(steps: readonly Step[], at: number): Step[] {
  return steps.map((step, i) => {
    if (i !== at) return step;
    const { disabled, ...rest } = step;
    return disabled ? (rest as Step) : { ...step, disabled: true };
  });
}
