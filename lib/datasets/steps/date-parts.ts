import * as z from "zod";
import { added } from "./ops";
import { addColumns, columnByFormula, columnRef, columnsOfType } from "./cells";
import { firstOfType } from "./form";
import { name } from "./schema";
import { stepKind } from "./step";

const parts = [
  "year",
  "quarter",
  "month",
  "day",
  "weekday",
  "day_of_year",
  "hour",
  "minute",
  "second",
] as const;

/** New columns of the parts of a date; Monday is weekday 1. */
export const dateParts = stepKind({
  schema: z.strictObject({
    kind: z.literal("date-parts"),
    column: name,
    parts: z.array(z.enum(parts)).min(1, "expected at least one part"),
  }),
  title: "Parts of a date",
  group: "Dates",
  form: [
    { key: "column", label: "Date column", as: "column", types: ["date"] },
    {
      key: "parts",
      label: "Parts",
      as: "choices",
      options: parts.map((value) => ({ value, label: value.replaceAll("_", " ") })),
    },
  ],
  defaults: (columns) => ({ column: firstOfType(columns, ["date"]), parts: ["year", "month"] }),
  onNewRows: "apply",
  sentence: (step) => `${step.parts.map((part) => part.replaceAll("_", " ")).join(", ")} of ${step.column}`,
  apply: (step, place) => {
    const [column] = columnsOfType(place.columns, [step.column], ["date"]);
    const added = [...new Set(step.parts)].map((part) => {
      const title = `${step.column} ${part.replaceAll("_", " ")}`;
      const made = columnByFormula(title, place, `${part}(${columnRef(column!)})`);
      return { ...made, type: part === "second" ? made.type : ("integer" as const) };
    });
    return addColumns(place, added);
  },
  ops: (step) =>
    added(
      ...[...new Set(step.parts)].map((part) => ({
        name: `${step.column} ${part.replaceAll("_", " ")}`,
        type: part === "second" ? ("number" as const) : ("integer" as const),
        formula: `${part}(${columnRef({ name: step.column })})`,
      })),
    ),
});
