import { kindOf } from "@/lib/datasets/formula-type";
import type { Step } from "@/lib/datasets/recipe";
import { exactOf, numbers, oneOf, someOf, type Make } from "./make-step";
import { inexactPrefix, randomFormula } from "./random-formula";

/** The second table of random recipes. */
const table = { dataset: "second", version: 1 };
/** A column whose sums are exact in every order. */
const quarters = "q0";

/** Steps that choose, name and draw columns and rows, and those that make other tables. */
export const tableMakers = {
  select: (chance, columns) => ({
    kind: "select",
    columns: columns
      .filter(() => chance.happens(0.8))
      .map(({ name }) => name)
      .concat(exactOf(columns)[0]!.name),
  }),
  drop: (chance, columns) => {
    const exact = exactOf(columns);
    return exact.length < 4 ? null : { kind: "drop", columns: [chance.one(exact).name] };
  },
  rename: (chance, columns) => {
    const { name } = chance.one(columns);
    const to = `${name} ${chance.one(["x", "😀", "it's", '"q"', "new\nline"])}`;
    return { kind: "rename", from: name, to };
  },
  "rename-many": (chance, columns) => ({
    kind: "rename-many",
    columns: chance.happens(0.5) ? [] : (someOf(chance, columns) ?? []),
    ...chance.one([
      { find: "0", by: "zero" },
      { find: String.raw`^(\w)(\d)`, by: "$1-$2", pattern: true as const },
      { find: "", by: "", style: "upper" as const },
      { find: "t", by: "text of", style: "snake" as const },
    ]),
  }),
  filter: (chance, columns) => {
    const lacks = `is_missing(${randomFormula(chance, "number", exactOf(columns), 1)})`;
    const formula = `${lacks} or ${randomFormula(chance, "boolean", exactOf(columns), 2)}`;
    return { kind: "filter", formula };
  },
  "sparse-rows": (chance, columns) => ({
    kind: "sparse-rows",
    columns: chance.happens(0.5) ? [] : (someOf(chance, columns) ?? []),
    most: chance.below(3),
  }),
  deduplicate: (chance, columns) => ({
    kind: "deduplicate",
    columns: [chance.one(exactOf(columns)).name, chance.one(exactOf(columns)).name],
    ...(chance.happens(0.5) ? { keep: "last" as const } : {}),
  }),
  "near-duplicates": (chance, columns) => {
    const texts = chance.happens(0.8) ? [oneOf(chance, columns, ["text"])!] : [];
    const tolerances = exactOf(columns, numbers).filter(() => chance.happens(0.3));
    const near = tolerances.map(({ name }): [string, string] => [name, chance.one(["0", "1.5"])]);
    if (texts.includes(null!) || texts.length + near.length === 0) return null;
    const within = someOf(chance, columns, ["boolean", "integer", "text"]) ?? [];
    const how = chance.one(["distance", "ngrams"] as const);
    const share = chance.one([0.3, 0.5, 0.85, 1]);
    return { kind: "near-duplicates", texts, how, numbers: near, within, share, key: [], apart: [] };
  },
  "label-conflicts": (chance, columns) => {
    const label = chance.one(exactOf(columns)).name;
    const others = (someOf(chance, columns) ?? []).filter((name) => name !== label);
    const act = chance.one(["drop", "majority", "flag"] as const);
    return others.length === 0 ? null : { kind: "label-conflicts", label, columns: others, act };
  },
  sort: (chance, columns) => {
    const of = someOf(chance, columns)!;
    return { kind: "sort", columns: of, descending: of.filter(() => chance.happens(0.5)) };
  },
  sample: (chance, columns) => ({
    kind: "sample",
    share: chance.one([0.1, 0.5, 0.75, 1 / 3]),
    ...(chance.happens(0.5) ? { by: chance.one(exactOf(columns)).name } : {}),
    seed: chance.below(1_000),
  }),
  balance: (chance, columns) => ({
    kind: "balance",
    label: oneOf(chance, columns, ["boolean", "text"]) ?? exactOf(columns)[0]!.name,
    how: chance.one(["fewer", "repeat"] as const),
    seed: chance.below(1_000),
  }),
  window: (chance, columns) => {
    const how = chance.one(["lag", "difference", "mean", "sum", "min", "max"] as const);
    const isSum = how === "mean" || how === "sum";
    const column = isSum
      ? columns.find(({ name, type }) => name === quarters && type === "number")?.name
      : oneOf(chance, columns, how === "lag" ? undefined : numbers);
    const by = chance.happens(0.4) ? { by: chance.one(exactOf(columns)).name } : {};
    const name = `window ${chance.below(1_000)}`;
    return column ? { kind: "window", column, how, rows: 1 + chance.below(4), ...by, name } : null;
  },
  join: (chance, columns, second) => {
    const pairs = exactOf(columns).flatMap(({ name, type }): [string, string][] =>
      exactOf(second)
        .filter((other) => kindOf(other.type) === kindOf(type))
        .map((other) => [name, other.name]),
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
  union: (chance, columns, second) => {
    const isNear = columns.some(
      ({ name }) => name.startsWith(inexactPrefix) && !second.some((other) => other.name === name),
    );
    const source = chance.happens(0.5) ? { source: `from ${chance.below(1_000)}` } : {};
    return isNear ? null : { kind: "union", table, by: "name", absent: "missing", ...source };
  },
  group: (chance, columns) => {
    const by = someOf(chance, columns)!;
    const figures = ["sum", "mean", "median", "sd"] as const;
    const any = ["min", "max", "first", "last", "count", "distinct"] as const;
    const of = (
      someOf(chance, columns, chance.happens(0.5) ? [...numbers, "boolean"] : undefined) ?? []
    ).filter((name) => !by.includes(name));
    const isFigured = of.every((name) =>
      exactOf(columns, [...numbers, "boolean"]).some((column) => column.name === name),
    );
    const how = [...(isFigured ? figures : []), ...any].filter(() => chance.happens(0.4));
    return { kind: "group", by, columns: of, how };
  },
  pivot: (chance, columns) => {
    const column = oneOf(chance, columns, ["boolean", "text"]);
    const value = chance.one(exactOf(columns));
    const how = chance.one(
      numbers.includes(value.type)
        ? (["first", "sum", "mean", "min", "max", "count"] as const)
        : (["first", "min", "max", "count"] as const),
    );
    const by = (someOf(chance, columns) ?? []).filter((name) => name !== column);
    return column === null || by.length === 0 ? null : { kind: "pivot", by, column, value: value.name, how };
  },
  unpivot: (chance, columns) => {
    const of = someOf(chance, columns, chance.one([undefined, numbers, ["text"], ["date"]]));
    return of && { kind: "unpivot", columns: of, name: "which", value: "what" };
  },
  split: (chance, columns) => {
    if (columns.some(({ name }) => name.toLowerCase() === "split")) return null;
    const share = { test: chance.one([0.1, 0.25, 0.5, 0.9]), seed: chance.below(1_000) };
    const time = oneOf(chance, columns, ["date", ...numbers]);
    if (time !== null && chance.happens(0.3)) return { kind: "split", how: "time", time, ...share };
    const stratify = chance.happens(0.5) ? { stratify: chance.one(exactOf(columns)).name } : {};
    return chance.happens(0.5)
      ? { kind: "split", how: "random", ...share, ...stratify }
      : { kind: "split", how: "grouped", group: chance.one(exactOf(columns)).name, ...share, ...stratify };
  },
  folds: (chance, columns) => ({
    kind: "folds",
    k: 2 + chance.below(4),
    ...(chance.happens(0.4) ? { group: chance.one(exactOf(columns)).name } : {}),
    ...(chance.happens(0.4) ? { stratify: chance.one(exactOf(columns)).name } : {}),
    seed: chance.below(1_000),
    name: `fold ${chance.below(1_000)}`,
  }),
} satisfies Partial<Record<Step["kind"], Make>>;
