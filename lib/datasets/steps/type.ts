import * as z from "zod";
import { conversionFormula } from "./conversion-formula";
import { changed } from "./ops";
import { columnTypes } from "@/lib/frame/frame";
import { changeCells, otherwise, otherwiseField, where, whereField } from "./cells";
import { conversionSql } from "./conversion";
import { firstOfType } from "./form";
import { name } from "./schema";
import { findColumn, stepKind } from "./step";

/**
 * Reads a column as another type. A cell that the type cannot hold without losing something has no value
 * there; unless the step says that such cells become missing, they forbid saving.
 */
export const type = stepKind({
  schema: z.strictObject({
    kind: z.literal("type"),
    column: name,
    type: z.enum(columnTypes),
    otherwise,
    where,
  }),
  title: "Change a type",
  group: "Cells",
  form: [
    { key: "column", label: "Column", as: "column" },
    { key: "type", label: "Type", as: "choice", options: columnTypes },
    otherwiseField,
    whereField,
  ],
  defaults: (columns) => ({ column: firstOfType(columns), type: "text" }),
  onNewRows: "apply",
  sentence: (step) =>
    `Read ${step.column} as ${step.type}${step.otherwise ? ", what does not fit as missing" : ""}`,
  apply: (step, place) => {
    const column = findColumn(place.columns, step.column);
    const change = { column, type: step.type, sql: conversionSql(column, step.type) };
    return changeCells(place, [change], { ...step, reads: step.type });
  },
  ops: (step, { columns }) => {
    const column = findColumn(columns, step.column);
    return [{ op: "put", cells: [changed(column, conversionFormula(column, step.type), step)] }];
  },
});
