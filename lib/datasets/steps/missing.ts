import * as z from "zod";
import { AppError } from "@/lib/errors";
import { splitColumn } from "../split-column";
import { names } from "./schema";
import {
  findColumn,
  literal,
  projection,
  sqlTypes,
  stepKind,
  type Fitted,
  type HeldColumn,
  type Place,
} from "./step";

const schema = z.strictObject({
  kind: z.literal("missing"),
  columns: names,
  how: z.enum(["drop", "mean", "median", "mode", "value"]),
  value: z.union([z.number(), z.string()]).optional(),
});
type Step = z.output<typeof schema>;

/**
 * Drops rows that lack a cell, or fills cells: by a value that is said,
 * or by one learned from the training rows.
 */
export const missing = stepKind({
  schema,
  title: "Missing cells",
  group: "Missing cells",
  form: [
    { key: "columns", label: "Columns", as: "columns" },
    { key: "how", label: "What to do", as: "choice", options: ["drop", "mean", "median", "mode", "value"] },
    { key: "value", label: "Value", as: "value", when: { key: "how", is: ["value"] } },
  ],
  defaults: () => ({ columns: [], how: "drop" }),
  onNewRows: ({ how }) => (how === "drop" ? "skip" : "apply"),
  sentence: ({ columns, how, value }) =>
    how === "drop"
      ? `Drop rows that lack ${columns.join(", ")}`
      : `Fill ${columns.join(", ")} by ${how === "value" ? value : how}`,
  learns: ({ how }) => how === "mean" || how === "median" || how === "mode",
  apply: (step, place) => {
    const wanted = [...new Set(step.columns)].map((one) => findColumn(place.columns, one));
    if (step.how === "drop") {
      const present = wanted.map(({ id }) => `${id} IS NOT NULL`).join(" AND ");
      return { columns: [...place.columns], sql: `SELECT * FROM ${place.from} WHERE ${present}` };
    }
    const filled = new Map(wanted.map((column) => [column.id, typeAfter(column, step)]));
    const columns = place.columns.map((old) => ({ ...old, type: filled.get(old.id) ?? old.type }));
    const expressions = new Map(
      wanted.map((column) => {
        const sqlType = sqlTypes[filled.get(column.id)!];
        const value = valueSql(column, step, place.fitted);
        return [column.id, `coalesce(CAST(${column.id} AS ${sqlType}), CAST(${value} AS ${sqlType}))`];
      }),
    );
    return {
      columns,
      sql: projection(columns, place.from, expressions),
      ...(step.how === "value" ? {} : { fit: fitSql(wanted, step, place) }),
    };
  },
});

/** A mean of whole numbers is seldom whole, so the column becomes one of numbers rather than round it. */
function typeAfter({ name: of, type }: HeldColumn, { how, value }: Step): HeldColumn["type"] {
  const numeric = type === "number" || type === "integer";
  if (how === "mean" || how === "median") {
    if (!numeric) throw new AppError("INVALID", `${of} holds no numbers; a ${how} needs them.`);
    return "number";
  }
  if (how === "mode") return type;
  if (value === undefined) throw new AppError("INVALID", "Say with which value to fill.");
  if (numeric && typeof value !== "number")
    throw new AppError("INVALID", `${of} holds numbers; fill it with a number.`);
  if (type === "integer" && !Number.isSafeInteger(value)) return "number";
  if (type === "boolean" && value !== "true" && value !== "false")
    throw new AppError("INVALID", `${of} is true or false; fill it with one of them.`);
  if (type === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(String(value)))
    throw new AppError("INVALID", `${of} holds dates; fill it with one such as 2020-01-31.`);
  return type;
}

function valueSql({ name: of }: HeldColumn, { how, value }: Step, fitted: Fitted | undefined): string {
  if (how === "value") return literal(String(value));
  if (!fitted) return "NULL";
  const learned = fitted[of];
  if (learned === null || learned === undefined)
    throw new AppError("INVALID", `${of} has no value among the training rows, so there is no ${how} of it.`);
  return literal(learned);
}

/** What is learned comes from the training rows alone; without a split that is all rows. */
function fitSql(wanted: readonly HeldColumn[], { how }: Step, { from, columns }: Place): string {
  const split = columns.find(({ name: of }) => of === splitColumn);
  const rows = split ? `(SELECT * FROM ${from} WHERE ${split.id} = 'train')` : from;
  const one = ({ id }: HeldColumn) =>
    how === "mode"
      ? `(SELECT ${id} FROM ${rows} WHERE ${id} IS NOT NULL GROUP BY ${id} ORDER BY count(*) DESC, ${id}
        LIMIT 1)`
      : `(SELECT ${how === "mean" ? "avg" : "median"}(CAST(${id} AS DOUBLE)) FROM ${rows})`;
  return `SELECT ${wanted.map((column) => `CAST(${one(column)} AS VARCHAR) AS ${column.id}`).join(", ")}`;
}
