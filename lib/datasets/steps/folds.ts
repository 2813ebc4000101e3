import * as z from "zod";
import { pythonCells, pythonPut } from "./ops";
import { addColumns } from "./cells";
import { isTraining } from "./learned";
import { name, seed } from "./schema";
import { findColumn, requireFreeName, rowNumber, stepKind } from "./step";

/** A column with a fold, 1 to k, for each training row: by chance, in the shares of a column, or by group. */
export const folds = stepKind({
  schema: z.strictObject({
    kind: z.literal("folds"),
    k: z.number().int("expected a whole number").min(2, "expected at least 2 folds").max(100),
    group: name.optional(),
    stratify: name.optional(),
    seed,
    name,
  }),
  title: "Folds for cross-validation",
  group: "Split",
  form: [
    { key: "k", label: "Folds", as: "number", step: 1, least: 2, most: 100 },
    { key: "group", label: "Group, kept together", as: "column", empty: "no groups" },
    { key: "stratify", label: "Same shares of", as: "column", empty: "nothing" },
    { key: "seed", label: "Seed", as: "number", step: 1, least: 0 },
    { key: "name", label: "Name of the new column", as: "text" },
  ],
  defaults: () => ({ k: 5, seed: 42, name: "fold" }),
  onNewRows: "skip",
  sentence: ({ k, group, seed: from }) =>
    `${k} folds${group === undefined ? "" : ` by ${group}`}, seed ${from}`,
  apply: (step, place) => {
    requireFreeName(place.columns, step.name);
    const stratify = step.stratify === undefined ? undefined : findColumn(place.columns, step.stratify);
    const group = step.group === undefined ? undefined : findColumn(place.columns, step.group);
    const stratum = [isTraining(place), ...(stratify && !group ? [stratify.id] : [])].join(", ");
    const key = group
      ? `CASE WHEN ${group.id} IS NULL THEN 'r' || ${rowNumber} ELSE 'g' || CAST(${group.id} AS VARCHAR) END`
      : `CAST(${rowNumber} AS VARCHAR)`;
    // Rows of one group have one rank, and so one fold.
    const draw = `md5('${step.seed}:' || ${key}), ${key}`;
    const rank = `dense_rank() OVER (PARTITION BY ${stratum} ORDER BY ${draw})`;
    const sql = `CASE WHEN ${isTraining(place)} THEN (${rank} - 1) % ${step.k} + 1 END`;
    return addColumns(place, [{ name: step.name, type: "integer", sql }]);
  },
  ops: ({ k, seed: from, group, stratify, name: called }, { columns }) => {
    const code = `draw_folds(df, ${k}, ${from}, ${pythonCells(group)}, ${pythonCells(stratify)})`;
    return [pythonPut(columns, { name: called, type: "integer" }, code)];
  },
});
