import * as z from "zod";
import type { ColumnType } from "@/lib/frame/frame";
import { kindOf } from "../formula-type";
import { added, lookedUp, pythonPut, pythonText, pythonValue, valueFrom, valueIn } from "./ops";
import { addColumns, columnsOfType } from "./cells";
import { firstOfType } from "./form";
import { fitSql, isTraining, learnedOf, lookupOfColumn, trainingRows } from "./learned";
import { finite, name, seed } from "./schema";
import { findColumn, rowNumber, stepKind } from "./step";

const types = ["boolean", "integer", "number"] as const;
const schema = z.strictObject({
  kind: z.literal("target-encode"),
  column: name,
  target: name,
  folds: z.number().int("expected a whole number").min(2).max(50),
  smoothing: finite.min(0).max(1e9),
  seed,
  name,
});

/**
 * A category as the mean of the target in it. A training row is given the mean of the other folds, so that it
 * does not see its own target; other rows that of all training rows.
 */
export const targetEncode = stepKind({
  schema,
  title: "Encode by the target",
  group: "Categories",
  form: [
    { key: "column", label: "Column of categories", as: "column" },
    { key: "target", label: "Target", as: "column", types: [...types] },
    { key: "folds", label: "Folds", as: "number", step: 1, least: 2, most: 50 },
    { key: "smoothing", label: "Rows of the overall mean that are added", as: "number", step: 1, least: 0 },
    { key: "seed", label: "Seed", as: "number", step: 1, least: 0 },
    { key: "name", label: "Name of the new column", as: "text" },
  ],
  defaults: (columns) => ({
    column: firstOfType(columns, ["text"]),
    target: columns.findLast(({ type }) => type === "boolean")?.name ?? "",
    folds: 5,
    smoothing: 10,
    seed: 42,
    name: "encoded",
  }),
  onNewRows: "apply",
  learns: () => true,
  sentence: (step) =>
    `${step.name} = ${step.target} by ${step.column}, ${step.folds} folds, seed ${step.seed}`,
  apply: (step, place) => {
    const column = findColumn(place.columns, step.column);
    // A row that is to be predicted has no target, and needs none.
    const target = place.newRows ? undefined : columnsOfType(place.columns, [step.target], types)[0];
    const learned = learnedOf(place, column, "mean");
    const { all, means } = learned === null ? { all: 0, means: [] } : (JSON.parse(learned) as Learned);
    const pairs = means.map(([value, mean]) => [value, `${mean}::DOUBLE`] as const);
    const seen = `coalesce(${lookupOfColumn(column, pairs)}, ${all}::DOUBLE)`;
    const smooth = (sum: string, count: string) =>
      `(${sum} + ${step.smoothing * all}::DOUBLE) / nullif(${count} + ${step.smoothing}, 0)`;
    // It has learned before: where it had not, there would be nothing to learn from.
    if (!target)
      return {
        ...addColumns(place, [{ name: step.name, type: "number", sql: seen }]),
        fit: fitSql([column], () => "NULL"),
      };
    const y = `CAST(${target.id} AS DOUBLE)`;
    const drawn = `concat('0x', left(md5('${step.seed}:' || ${rowNumber}), 8))`;
    const fold = `CAST(${drawn} AS BIGINT) % ${step.folds}`;
    const group = `PARTITION BY ${column.id}, ${isTraining(place)}`;
    // Sums depend on their order, which is that of the rows.
    const inOrder = `ORDER BY ${rowNumber} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING`;
    const known = (sum: string, rows: string) => `coalesce(${sum} OVER (${rows} ${inOrder}), 0)`;
    const other = (sum: string) => `(${known(sum, group)} - ${known(sum, `${group}, ${fold}`)})`;
    const mixed = smooth(other(`sum(${y})`), other(`count(${y})`));
    const apart = `list_transform([${mixed}], lambda m: CASE WHEN isfinite(m) THEN m END)[1]`;
    const sql = `CASE WHEN ${isTraining(place)} THEN coalesce(${apart}, ${all}::DOUBLE) ELSE ${seen} END`;
    const rows = trainingRows(place);
    const groups = `SELECT CAST(${column.id} AS VARCHAR) AS v, sum(${y}) AS s, count(${y}) AS n
      FROM ${rows} WHERE ${column.id} IS NOT NULL AND ${target.id} IS NOT NULL GROUP BY ${column.id}`;
    const mean = `(s + ${step.smoothing} * total) / (n + ${step.smoothing})`;
    return {
      ...addColumns(place, [{ name: step.name, type: "number", sql }]),
      fit: fitSql(
        [column],
        () => `SELECT CASE WHEN isfinite(any_value(total)) THEN to_json({'all': any_value(total), 'means':
            coalesce(list([to_json(v), to_json(${mean})] ORDER BY v) FILTER (WHERE v IS NOT NULL), [])}) END
          FROM (SELECT avg(${y}) AS total FROM ${rows}) LEFT JOIN (${groups}) ON true`,
      ),
    };
  },
  ops: (step, place) => {
    const column = findColumn(place.columns, step.column);
    const { all, means } = JSON.parse(learnedOf(place, column, "mean")!) as Learned;
    const put = { name: step.name, type: "number" as const };
    if (place.newRows) return added({ ...put, ...lookedUp(column, means, valueIn(all, "number")) });
    const pairs = means.map(([value, mean]) => `${pythonKey(value, column.type)}: ${pythonNumber(mean)}`);
    const names = `${pythonText(step.column)}, ${pythonText(step.target)}`;
    const learned = `{${pairs.join(", ")}}, ${pythonNumber(all)}`;
    const code = `target_means(df, ${names}, ${learned}, ${step.smoothing}, ${step.folds}, ${step.seed})`;
    return [pythonPut(place.columns, put, code)];
  },
});

type Learned = { all: number; means: [value: string, mean: number][] };

function pythonNumber(value: number): string {
  return pythonValue(value, "number");
}

function pythonKey(text: string, type: ColumnType): string {
  return pythonValue(valueFrom(text, type), kindOf(type));
}
