import * as z from "zod";
import { added } from "./ops";
import { columnText } from "../formula-tokens";
import { AppError } from "@/lib/errors";
import { firstOfType } from "./form";
import { name } from "./schema";
import { findColumn, projection, stepKind, withColumn } from "./step";

const microsecondsADay = 86_400_000_000;

/**
 * Days from each date of a column to one date, with their fractions;
 * negative where the column's date is later.
 */
export const daysSince = stepKind({
  schema: z.strictObject({ kind: z.literal("days-since"), column: name, date: z.iso.date(), name }),
  title: "Days since a date",
  group: "Dates",
  form: [
    { key: "column", label: "Date column", as: "column", types: ["date"] },
    { key: "date", label: "Up to", as: "date" },
    { key: "name", label: "Name of the new column", as: "text" },
  ],
  defaults: (columns) => ({ column: firstOfType(columns, ["date"]), date: "2000-01-01", name: "days" }),
  onNewRows: "apply",
  sentence: (step) => `${step.name} = days from ${step.column} to ${step.date}`,
  apply: (step, place) => {
    const dates = findColumn(place.columns, step.column);
    if (dates.type !== "date") throw new AppError("INVALID", `${step.column} holds no dates.`);
    const { columns, id } = withColumn(place, { name: step.name, type: "number" });
    const days = `(epoch_us(TIMESTAMP '${step.date}') - epoch_us(${dates.id})) / ${microsecondsADay}.0`;
    return { columns, sql: projection(columns, place.from, new Map([[id, days]])) };
  },
  ops: ({ name: called, column, date }) =>
    added({ name: called, type: "number", formula: `'${date}' - ${columnText(column)}` }),
});
