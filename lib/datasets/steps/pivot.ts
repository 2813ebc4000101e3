import * as z from "zod";
import type { ColumnType } from "@/lib/frame/frame";
import { pythonNames, pythonText, pythonTyped } from "./ops";
import { AppError } from "@/lib/errors";
import { textSql } from "./conversion";
import { numeric } from "./form";
import { countedCells, fitSql, textsLearned } from "./learned";
import { name, names } from "./schema";
import {
  findColumn,
  literal,
  projection,
  requireFreeName,
  rowNumber,
  stepKind,
  type HeldColumn,
} from "./step";

const mostValues = 200;

/** One row for each group, with a column for each value of another column. */
export const pivot = stepKind({
  schema: z.strictObject({
    kind: z.literal("pivot"),
    by: names,
    column: name,
    value: name,
    how: z.enum(["first", "sum", "mean", "min", "max", "count"]),
  }),
  title: "Pivot: values become columns",
  group: "Tables",
  form: [
    { key: "by", label: "A row for each", as: "columns" },
    { key: "column", label: "A column for each value of", as: "column" },
    { key: "value", label: "Cells from", as: "column" },
    {
      key: "how",
      label: "Of several",
      as: "choice",
      options: ["first", "sum", "mean", "min", "max", "count"],
    },
  ],
  defaults: () => ({ by: [], column: "", value: "", how: "first" }),
  onNewRows: "refuse",
  sentence: (step) =>
    `Pivot ${step.value} by ${step.column} (${step.how}), a row for each ${step.by.join(", ")}`,
  apply: (step, place) => {
    const { columns, from, freshId } = place;
    const by = [...new Set(step.by)].map((one) => findColumn(columns, one));
    const [column, value] = [findColumn(columns, step.column), findColumn(columns, step.value)];
    if (by.includes(column)) throw new AppError("INVALID", `${step.column} cannot be both rows and columns.`);
    const isNumber = numeric.includes(value.type);
    if (!isNumber && (step.how === "sum" || step.how === "mean"))
      throw new AppError("INVALID", `${step.value} holds no numbers; there is no ${step.how} of it.`);
    const text = textSql(column);
    const fit = fitSql([column], () => valuesSql(text, from));
    const values = textsLearned(place, column, "column");
    if (values === null) return { columns: [...columns], sql: projection(columns, from), fit, open: true };
    if (values.length > mostValues)
      throw new AppError(
        "INVALID",
        `${step.column} has ${values.length} values; at most ${mostValues} become columns.`,
      );
    const type = typeOf(value, step.how);
    const after: HeldColumn[] = [...by];
    const made = values.map((one) => {
      requireFreeName(after, one);
      const id = freshId();
      after.push({ id, name: one, type });
      return `${cellSql(value, step.how, `${text} = ${literal(one)}`)} AS ${id}`;
    });
    const ids = by.map(({ id }) => id);
    const number = `row_number() OVER (ORDER BY min(${rowNumber})) - 1 AS ${rowNumber}`;
    const sql = `SELECT ${[...ids, ...made, number].join(", ")} FROM ${from} GROUP BY ${ids.join(", ")}`;
    const lost = [{ column, where: `${column.id} IS NULL` }];
    return { columns: after, sql, fit, check: countedCells(from, lost, "are missing, and in no column") };
  },
  ops: (step, place) => {
    const { columns } = place;
    const by = [...new Set(step.by)].map((one) => findColumn(columns, one));
    const [column, value] = [findColumn(columns, step.column), findColumn(columns, step.value)];
    const values = textsLearned(place, column, "column")!;
    const type = typeOf(value, step.how);
    const names = `${pythonText(step.column)}, ${pythonText(step.value)}, "${step.how}", "${type}"`;
    const lines = [`df = pivot_rows(df, ${pythonTyped(by)}, ${names}, ${pythonNames(values)})`];
    return [{ op: "python", lines, after: [...by, ...values.map((one) => ({ name: one, type }))] }];
  },
});

function typeOf({ type }: HeldColumn, how: string): ColumnType {
  if (how === "count") return "integer";
  return numeric.includes(type) && how !== "first" ? "number" : type;
}

function valuesSql(text: string, rows: string): string {
  return `SELECT CASE WHEN count(*) > 0 THEN to_json(list(v ORDER BY v)) END
    FROM (SELECT DISTINCT ${text} AS v FROM ${rows}) WHERE v IS NOT NULL AND trim(v) <> ''`;
}

function cellSql({ id }: HeldColumn, how: string, where: string): string {
  if (how === "first")
    return `first(${id} ORDER BY ${rowNumber}) FILTER (WHERE ${where} AND ${id} IS NOT NULL)`;
  if (how === "count") return `count(${id}) FILTER (WHERE ${where})`;
  if (how === "min" || how === "max") return `${how}(${id}) FILTER (WHERE ${where})`;
  // Sums depend on their order, which is that of the rows.
  const sum = `${how === "sum" ? "sum" : "avg"}(CAST(${id} AS DOUBLE) ORDER BY ${rowNumber})`;
  const call = `${sum} FILTER (WHERE ${where})`;
  return `CASE WHEN isfinite(${call}) THEN ${call} END`;
}
