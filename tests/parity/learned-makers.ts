import { kindOf } from "@/lib/datasets/formula-type";
import type { Step } from "@/lib/datasets/recipe";
import type { ColumnSchema } from "@/lib/frame/frame";
import { exactOf, numbers, oneOf, someOf, whereOf, type Make } from "./make-step";
import { inexactPrefix } from "./random-formula";

/** Steps that learn from the training rows. */
export const learnedMakers = {
  missing: (chance, columns) => {
    const column = chance.one(exactOf(columns));
    const how = chance.one(["drop", "mode", "forward", "value", "mean", "median"] as const);
    if (how === "value") return { ...valueStep(column), ...whereOf(chance, columns) };
    if ((how === "mean" || how === "median") && kindOf(column.type) !== "number") return null;
    const by = how !== "drop" && chance.happens(0.4) ? { by: chance.one(exactOf(columns)).name } : {};
    const others = exactOf(columns, [column.type]).filter(() => chance.happens(0.2));
    const of = [...new Set([column, ...others])].map(({ name }) => name);
    return { kind: "missing", columns: of, how, ...by, ...(how === "drop" ? {} : whereOf(chance, columns)) };
  },
  outliers: (chance, columns) => {
    const of = someOf(chance, columns, numbers);
    const [how, k] = chance.one([["tukey", 1.5] as const, ["z", 1] as const, ["quantile", 0.1] as const]);
    const act = chance.one(["flag", "clip", "drop"] as const);
    return of && { kind: "outliers", columns: of, how, k, act };
  },
  scale: (chance, columns) => {
    const of = someOf(chance, columns, numbers);
    return of && { kind: "scale", columns: of, how: chance.one(["standard", "min-max", "robust"] as const) };
  },
  bin: (chance, columns) => {
    const column = oneOf(chance, columns, numbers);
    const how = chance.one(["width", "quantiles", "edges"] as const);
    const labels = chance.one(["ranges", "numbers"] as const);
    const edges = [1, -0.5, 10, 1];
    const name = `bin ${chance.below(1_000)}`;
    return column === null ? null : { kind: "bin", column, how, count: 3, edges, labels, name };
  },
  "unit-repair": (chance, columns) => {
    const [column, reference] = someOf(chance, columns, numbers) ?? [];
    const factors = chance.one([[1000], [100, 0.01], [10, 1, 2.54]]);
    return column && reference ? { kind: "unit-repair", column, reference, factors } : null;
  },
  "merge-rare": (chance, columns) => {
    const of = someOf(chance, columns, ["text"]);
    return of && { kind: "merge-rare", columns: of, least: 1 + chance.below(5), into: "it's other" };
  },
  encode: (chance, columns) => {
    const how = chance.one(["one-hot", "ordinal"] as const);
    const one = oneOf(chance, columns, how === "one-hot" ? ["text", "boolean", "integer"] : undefined);
    const keep = how === "one-hot" && chance.happens(0.5) ? { keep: true as const } : {};
    return one === null ? null : { kind: "encode", columns: [one], how, ...keep };
  },
  "target-encode": (chance, columns) => {
    const target = oneOf(chance, columns, ["boolean", ...numbers]);
    if (target === null) return null;
    return {
      kind: "target-encode",
      column: chance.one(exactOf(columns)).name,
      target,
      folds: 2 + chance.below(3),
      smoothing: chance.one([0, 1, 10.5]),
      seed: chance.below(1_000),
      name: `${inexactPrefix}${1 + chance.below(1_000)}`,
    };
  },
  "select-features": (chance, columns) => {
    const correlation = { correlation: chance.one([0.05, 0.5, 0.9]) };
    const of = chance.happens(0.5) ? [] : someOf(chance, columns, numbers);
    const bounds = chance.one([{ variance: 1 }, correlation, { variance: 0.1, ...correlation }]);
    return of && { kind: "select-features", columns: of, ...bounds };
  },
  "select-univariate": (chance, columns) => {
    const by = chance.one(["test", "mutual information"] as const);
    const types = by === "test" ? numbers : [...numbers, "text" as const, "boolean" as const];
    const target = oneOf(chance, columns, numbers);
    const as = chance.one(["numbers", "classes"] as const);
    const of = someOf(chance, columns, types)?.filter((name) => name !== target) ?? [];
    const keep = chance.one([{ keep: "best", count: 1 } as const, { keep: "significant", p: 0.5 } as const]);
    if (target === null || of.length === 0) return null;
    return { kind: "select-univariate", columns: of, target, as, by, ...keep };
  },
} satisfies Partial<Record<Step["kind"], Make>>;

function valueStep({ name, type }: ColumnSchema): Step & { kind: "missing" } {
  const values = { number: -1.5, integer: 7, text: "it's", boolean: "true", date: "2020-02-29" } as const;
  return { kind: "missing", columns: [name], how: "value", value: values[type] };
}
