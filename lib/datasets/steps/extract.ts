import * as z from "zod";
import { added } from "./ops";
import { addColumns, columnByFormula, columnRef, columnsOfType, formulaText } from "./cells";
import { firstOfType } from "./form";
import { cell, name } from "./schema";
import { stepKind } from "./step";

/** A new column of what a pattern, or its first group, matches first in the cells of another. */
export const extract = stepKind({
  schema: z.strictObject({
    kind: z.literal("extract"),
    column: name,
    pattern: cell.min(1, "expected a pattern"),
    name,
  }),
  title: "Extract by pattern",
  group: "Text",
  form: [
    { key: "column", label: "Column", as: "column", types: ["text"] },
    {
      key: "pattern",
      label: "Pattern",
      hint: String.raw`What stands in (brackets) is taken, for instance \((\d{4})\)`,
      as: "text",
    },
    { key: "name", label: "Name of the new column", as: "text" },
  ],
  defaults: (columns) => ({ column: firstOfType(columns, ["text"]), pattern: "", name: "" }),
  onNewRows: "apply",
  sentence: (step) => `${step.name} = ${step.pattern} in ${step.column}`,
  apply: (step, place) => {
    const [column] = columnsOfType(place.columns, [step.column], ["text"]);
    const source = `extract(${columnRef(column!)}, ${formulaText(step.pattern)})`;
    return addColumns(place, [columnByFormula(step.name, place, source)]);
  },
  ops: ({ column, pattern, name: called }) => {
    const source = `extract(${columnRef({ name: column })}, ${formulaText(pattern)})`;
    return added({ name: called, type: "text", formula: source });
  },
});
