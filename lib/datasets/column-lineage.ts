import type { ColumnSchema } from "@/lib/frame/frame";
import { AppError } from "@/lib/errors";
import { applyStep, holdColumns, holdSecond, type SecondColumns, type Step } from "./recipe";
import { idsIn, partsThatMake } from "./sql-parts";
import type { Fitted, HeldColumn, Outcome, Place } from "./steps/step";

/** On which columns of the table that a recipe reads a column rests, and whether its name is made of data. */
export type ColumnOrigin = { name: string; from: ReadonlySet<string>; isNamedByData: boolean };
/** The columns after a recipe, and for each step the columns whose values or names it may speak of. */
export type RecipeLineage = { columns: ColumnOrigin[]; steps: ReadonlySet<string>[] };

type Known = { from: ReadonlySet<string>; isNamedByData: boolean };
type Recipe = {
  columns: readonly ColumnSchema[];
  steps: readonly Step[];
  /** What the steps learned; a step that learned nothing has null. */
  fitted: readonly (Fitted | null)[];
  /** The columns of the second tables that steps read. */
  seconds?: readonly SecondColumns[];
  newRows?: boolean;
};

/** A column of the second table that a step reads, apart from those of the table that the recipe reads. */
export function nameInSecond(step: number, name: string): string {
  return `${step}\u0000${name}`;
}

/**
 * Follows columns through a recipe, those of second tables by `nameInSecond`. What is not passed on as it is
 * rests on everything that its SQL, and that of what was learned for it, reads.
 *
 * @returns null where the recipe cannot be followed: then everything may rest on everything
 */
export function followColumns({
  columns,
  steps,
  fitted,
  seconds = [],
  newRows = false,
}: Recipe): RecipeLineage | null {
  const held = holdColumns(columns);
  let current: readonly HeldColumn[] = held.columns;
  const known = new Map<string, Known>(
    held.columns.map(({ id, name }) => [id, { from: new Set([name]), isNamedByData: false }]),
  );
  const spoken: ReadonlySet<string>[] = [];
  try {
    for (const [i, step] of steps.entries()) {
      const { freshId } = held;
      const second = holdSecond(seconds, i, freshId);
      for (const { id, name } of second?.columns ?? [])
        known.set(id, { from: new Set([nameInSecond(i, name)]), isNamedByData: false });
      const place = { from: "before", into: "after", columns: current, freshId, second, newRows };
      const learnedOf = new Set(Object.keys(fitted[i] ?? {}));
      const both = [...current, ...(second?.columns ?? [])];
      const named = [...namedIn(step, both), ...current.filter(({ name }) => learnedOf.has(name))];
      spoken.push(union(named.map(({ id }) => known.get(id)!)));
      const first = applyStep(step, place);
      const outcome = fitted[i] ? applyStep(step, { ...place, fitted: fitted[i] }) : first;
      if (outcome.open) return null;
      for (const [id, one] of madeBy(outcome, { place, known, isNamedByData: first.open ?? false }))
        known.set(id, one);
      current = outcome.columns;
    }
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
  return { columns: current.map(({ id, name }) => ({ name, ...known.get(id)! })), steps: spoken };
}

/** What the columns rest on that a step makes or changes. */
function madeBy(
  { columns, sql, rests, fit = "" }: Outcome,
  {
    place,
    known,
    isNamedByData,
  }: { place: Place; known: ReadonlyMap<string, Known>; isNamedByData: boolean },
): [string, Known][] {
  const before = new Set([...place.columns, ...(place.second?.columns ?? [])].map(({ id }) => id));
  const all = [...before];
  return columns.flatMap(({ id }): [string, Known][] => {
    const parts = rests?.has(id) ? [] : partsThatMake(sql, id);
    if (before.has(id) && parts.length === 0 && !rests?.has(id)) return [];
    const texts = parts.flatMap(({ expression, from }) =>
      from.trim() === place.from ? [expression] : [expression, from],
    );
    const shown = parts.length === 0 ? all : [...idsIn([...texts, fit].join(" , "))];
    const read = rests?.get(id) ?? shown;
    const sources = [...read, ...(before.has(id) ? [id] : [])].flatMap((one) => known.get(one) ?? []);
    const isNew = !before.has(id);
    const keeps = sources.some((one) => one.isNamedByData);
    return [[id, { from: union(sources), isNamedByData: (isNew && isNamedByData) || keeps }]];
  });
}

function union(all: readonly Known[]): ReadonlySet<string> {
  return new Set(all.flatMap(({ from }) => [...from]));
}

/** The columns that a step names, also in formulas and lists. */
export function namedIn<Column extends ColumnSchema>(step: Step, columns: readonly Column[]): Column[] {
  const texts = textsOf(step);
  return columns.filter(({ name }) => texts.some((text) => text === name || standsIn(name, text)));
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(textsOf);
}

/** Whether a name stands in a text as a word of its own, as a formula names a column. */
function standsIn(name: string, text: string): boolean {
  if (!text.includes(name) && !text.includes(name.replaceAll('"', '""'))) return false;
  const escaped = name.replaceAll('"', '""').replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, "u").test(text);
}

/** Kinds of steps that pass a masked column on or leave it out, and look at no value of it. */
const passing: ReadonlySet<Step["kind"]> = new Set(["drop", "select", "rename", "rename-many"]);

/** The masked columns that a step would look at, by those that are masked before it. */
export function barredIn(step: Step, columns: readonly HeldColumn[], masked: ReadonlySet<string>): string[] {
  if (step.disabled || passing.has(step.kind)) return [];
  return namedIn(step, columns)
    .filter(({ id }) => masked.has(id))
    .map(({ name }) => name);
}
