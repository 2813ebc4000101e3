import * as z from "zod";
import { changedEach } from "./ops";
import {
  cellsByFormula,
  changeCells,
  columnRef,
  columnsOfType,
  formulaText,
  where,
  whereField,
} from "./cells";
import { cell, names } from "./schema";
import { stepKind } from "./step";

const ways = ["text", "whole", "pattern"] as const;

const schema = z.strictObject({
  kind: z.literal("replace"),
  columns: names,
  how: z.enum(ways),
  find: cell,
  by: cell,
  where,
});

/** Replaces what cells say: a text inside of them, whole cells, or what a pattern matches. */
export const replace = stepKind({
  schema,
  title: "Replace text",
  group: "Text",
  form: [
    { key: "columns", label: "Columns", as: "columns", types: ["text"] },
    {
      key: "how",
      label: "What to find",
      as: "choice",
      options: [
        { value: "text", label: "a text anywhere in a cell" },
        { value: "whole", label: "cells that are this text" },
        { value: "pattern", label: "what a pattern matches" },
      ],
    },
    { key: "find", label: "Find", as: "text" },
    { key: "by", label: "Replace by", hint: "In a pattern, $1 is what its first group matched", as: "text" },
    whereField,
  ],
  defaults: () => ({ columns: [], how: "text", find: "", by: "" }),
  onNewRows: "apply",
  sentence: ({ columns, find, by }) =>
    `Replace ${find} by ${by === "" ? "nothing" : by} in ${columns.join(", ")}`,
  apply: (step, place) => {
    const cells = columnsOfType(place.columns, step.columns, ["text"]).map((column) =>
      cellsByFormula(column, place, replaced(columnRef(column), step)),
    );
    return changeCells(place, cells, step);
  },
  ops: (step, { columns }) =>
    changedEach(columnsOfType(columns, step.columns, ["text"]), (ref) => replaced(ref, step), {
      where: step.where,
    }),
});

function replaced(ref: string, step: z.output<typeof schema>): string {
  const [find, by] = [formulaText(step.find), formulaText(step.by)];
  if (step.how === "pattern") return `replace_pattern(${ref}, ${find}, ${by})`;
  if (step.how === "whole") return `if(${ref} = ${find}, ${by}, ${ref})`;
  return step.find === "" ? ref : `replace(${ref}, ${find}, ${by})`;
}
