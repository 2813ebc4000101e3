import * as z from "zod";
import { pythonPut, pythonText } from "./ops";
import { addColumns, columnsOfType } from "./cells";
import { firstOfType, numeric } from "./form";
import { name } from "./schema";
import { findColumn, rowNumber, stepKind } from "./step";

const rolling = { mean: "avg", sum: "sum", min: "min", max: "max" } as const;

/** A new column of the rows before: a cell some rows ago, the difference to it, or a rolling figure. */
export const window = stepKind({
  schema: z.strictObject({
    kind: z.literal("window"),
    column: name,
    how: z.enum(["lag", "difference", "mean", "sum", "min", "max"]),
    rows: z.number().int("expected a whole number").min(1, "expected at least 1 row").max(1_000_000),
    by: name.optional(),
    name,
  }),
  title: "Rows before: lag and rolling figures",
  group: "Rows",
  form: [
    { key: "column", label: "Column", as: "column" },
    {
      key: "how",
      label: "What of it",
      hint: "In the order of the rows: sort them first",
      as: "choice",
      options: [
        { value: "lag", label: "the cell some rows before" },
        { value: "difference", label: "the difference to some rows before" },
        { value: "mean", label: "the mean of the last rows" },
        { value: "sum", label: "the sum of the last rows" },
        { value: "min", label: "the smallest of the last rows" },
        { value: "max", label: "the largest of the last rows" },
      ],
    },
    { key: "rows", label: "Rows", as: "number", step: 1, least: 1 },
    { key: "by", label: "In each group of", as: "column", empty: "no groups" },
    { key: "name", label: "Name of the new column", as: "text" },
  ],
  defaults: (columns) => ({ column: firstOfType(columns, numeric), how: "lag", rows: 1, name: "before" }),
  onNewRows: "apply",
  sentence: (step) => {
    const by = step.by === undefined ? "" : ` in each ${step.by}`;
    const what =
      step.how === "lag" || step.how === "difference" ? `${step.how} by` : `${step.how} of the last`;
    return `${step.name} = ${step.column}, ${what} ${step.rows}${by}`;
  },
  apply: (step, place) => {
    const group = step.by === undefined ? "" : `PARTITION BY ${findColumn(place.columns, step.by).id} `;
    const order = `${group}ORDER BY ${rowNumber}`;
    if (step.how === "lag") {
      const { id, type } = findColumn(place.columns, step.column);
      return addColumns(place, [{ name: step.name, type, sql: `lag(${id}, ${step.rows}) OVER (${order})` }]);
    }
    const [column] = columnsOfType(place.columns, [step.column], numeric);
    const x = `CAST(${column!.id} AS DOUBLE)`;
    const frame = `OVER (${order} ROWS ${step.rows - 1} PRECEDING)`;
    // Only where every one of the last rows is there and has a value.
    const figure =
      step.how === "difference"
        ? `${x} - lag(${x}, ${step.rows}) OVER (${order})`
        : `CASE WHEN count(${x}) ${frame} = ${step.rows} THEN ${rolling[step.how]}(${x}) ${frame} END`;
    const sql = `CASE WHEN isfinite(${figure}) THEN ${figure} END`;
    return addColumns(place, [{ name: step.name, type: "number", sql }]);
  },
  ops: (step, { columns }) => {
    const type = step.how === "lag" ? findColumn(columns, step.column).type : "number";
    const by = step.by === undefined ? "None" : pythonText(step.by);
    const made = `rows_before(df, ${pythonText(step.column)}, "${step.how}", ${step.rows}, ${by})`;
    return [pythonPut(columns, { name: step.name, type }, `column(${made}, "${type}", df.index)`)];
  },
});
