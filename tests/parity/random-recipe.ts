import { kindOf } from "@/lib/datasets/formula-type";
import { columnsAfter, type Step } from "@/lib/datasets/recipe";
import { stepKinds } from "@/lib/datasets/steps/all";
import { AppError } from "@/lib/errors";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import type { Chance } from "./chance";
import { inexactFormula, inexactPrefix, randomFormula } from "./random-formula";

type Make = (
  chance: Chance,
  columns: readonly ColumnSchema[],
  second: readonly ColumnSchema[],
) => Step | null;

/** The second table of random recipes. */
const table = { dataset: "second", version: 1 };

/** Steps of each kind that other engines have; null where the columns allow none. */
const makers: Partial<Record<Step["kind"], Make>> = {
  select: (chance, columns) => ({
    kind: "select",
    columns: columns
      .filter(() => chance.happens(0.8))
      .map(({ name }) => name)
      .concat(columns[0]!.name),
  }),
  drop: (chance, columns) =>
    columns.length < 4 ? null : { kind: "drop", columns: [chance.one(columns).name] },
  rename: (chance, columns) => {
    const { name } = chance.one(columns);
    return {
      kind: "rename",
      from: name,
      to: `${name} ${chance.one(["x", "😀", "it's", '"q"', "new\nline"])}`,
    };
  },
  derive: (chance, columns) => {
    if (chance.happens(0.3))
      return {
        kind: "derive",
        name: `${inexactPrefix}${chance.below(1_000)}`,
        formula: inexactFormula(chance, columns),
      };
    const kind = chance.one(["number", "text", "boolean", "date"] as const);
    return {
      kind: "derive",
      name: `${kind} ${chance.below(1_000)}`,
      formula: randomFormula(chance, kind, columns),
    };
  },
  filter: (chance, columns) => {
    const lacks = `is_missing(${randomFormula(chance, "number", columns, 1)})`;
    return { kind: "filter", formula: `${lacks} or ${randomFormula(chance, "boolean", columns, 2)}` };
  },
  "days-since": (chance, columns) => {
    const dates = exactOf(columns, ["date"]);
    if (dates.length === 0) return null;
    const name = `days ${chance.below(1_000)}`;
    return { kind: "days-since", column: chance.one(dates).name, date: "2000-02-29", name };
  },
  type: (chance, columns) => {
    const column = chance.one(exactOf(columns));
    const types = (["integer", "number", "boolean", "date", "text"] as const).filter((type) =>
      possible(column.type, type),
    );
    return { kind: "type", column: column.name, type: chance.one(types), otherwise: "missing" };
  },
  missing: (chance, columns) => {
    const column = chance.one(exactOf(columns));
    const how = chance.one(["drop", "mode", "forward", "value", "mean", "median"] as const);
    if (how === "value") return valueStep(column);
    if ((how === "mean" || how === "median") && kindOf(column.type) !== "number") return null;
    const by = how !== "drop" && chance.happens(0.4) ? chance.one(exactOf(columns)).name : undefined;
    return { kind: "missing", columns: [column.name], how, ...(by === undefined ? {} : { by }) };
  },
  deduplicate: (chance, columns) => ({
    kind: "deduplicate",
    columns: [chance.one(exactOf(columns)).name, chance.one(exactOf(columns)).name],
    ...(chance.happens(0.5) ? { keep: "last" as const } : {}),
  }),
  join: (chance, columns, second) => {
    const pairs = exactOf(columns).flatMap(({ name, type }): [string, string][] =>
      second.filter((other) => kindOf(other.type) === kindOf(type)).map((other) => [name, other.name]),
    );
    if (pairs.length === 0) return null;
    const [first, other] = [chance.one(pairs), chance.one(pairs)];
    const isOther = other[0] !== first[0] && other[1] !== first[1] && chance.happens(0.4);
    return {
      kind: "join",
      table,
      how: chance.one(["left", "inner", "full", "semi", "anti"] as const),
      keys: isOther ? [first, other] : [first],
      columns: chance.happens(0.5) ? [] : second.filter(() => chance.happens(0.4)).map(({ name }) => name),
      suffix: "",
      otherSuffix: " there",
    };
  },
  union: (chance, columns) => {
    const isNear = columns.some(({ name }) => name.startsWith(inexactPrefix));
    const source = chance.happens(0.5) ? { source: `from ${chance.below(1_000)}` } : {};
    return isNear ? null : { kind: "union", table, by: "name", absent: "missing", ...source };
  },
  split: (chance, columns) => {
    if (columns.some(({ name }) => name.toLowerCase() === "split")) return null;
    const share = { test: chance.one([0.1, 0.25, 0.5]), seed: chance.below(1_000) };
    const stratify = chance.happens(0.5) ? { stratify: chance.one(exactOf(columns)).name } : {};
    return chance.happens(0.5)
      ? { kind: "split", how: "random", ...share, ...stratify }
      : { kind: "split", how: "grouped", group: chance.one(exactOf(columns)).name, ...share, ...stratify };
  },
};

/** The kinds that random recipes have. */
export const comparedKinds = Object.keys(makers) as Step["kind"][];
/** The kinds that other engines than DuckDB have. */
export const exportedKinds = stepKinds
  .filter((kind) => "ops" in kind && kind.ops !== undefined)
  .map((kind) => kind.schema.shape.kind.value);

function exactOf(columns: readonly ColumnSchema[], types?: readonly ColumnType[]): ColumnSchema[] {
  return columns.filter(
    ({ name, type }) => !name.startsWith(inexactPrefix) && (!types || types.includes(type)),
  );
}

function possible(before: ColumnType, after: ColumnType): boolean {
  return before === "text" || after === "text" || before === after || (before !== "date" && after !== "date");
}

function valueStep({ name, type }: ColumnSchema): Step {
  const values = { number: -1.5, integer: 7, text: "it's", boolean: "true", date: "2020-02-29" } as const;
  return { kind: "missing", columns: [name], how: "value", value: values[type] };
}

function fittingColumns(
  before: readonly ColumnSchema[],
  step: Step,
  second: readonly ColumnSchema[],
): ColumnSchema[] | null {
  try {
    return columnsAfter(before, step, second);
  } catch (error) {
    if (error instanceof AppError && "table" in step) return null; // the tables do not go together
    throw error;
  }
}

/**
 * A recipe of two to six steps, each of which fits the columns before it; a second table is the one that it
 * begins with.
 */
export function randomRecipe(chance: Chance, columns: readonly ColumnSchema[]): Step[] {
  const steps: Step[] = [];
  let before = columns;
  const count = 2 + chance.below(5);
  for (let tries = 0; steps.length < count && tries < 60; tries++) {
    const step = makers[chance.one(comparedKinds)]!(chance, before, columns);
    const learned = steps.some((one) => one.kind === "missing");
    if (!step || (step.kind === "split" && learned)) continue;
    // Several joins in a row would make too many rows.
    if ("table" in step && steps.some((one) => one.kind === step.kind)) continue;
    const after = fittingColumns(before, step, columns);
    if (!after) continue;
    steps.push(step);
    before = after;
  }
  return steps;
}
