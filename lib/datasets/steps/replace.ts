import * as z from "zod";
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

/** Replaces what cells say: a text inside of them, whole cells, or what a pattern matches. */
export const replace = stepKind({
  schema: z.strictObject({
    kind: z.literal("replace"),
    columns: names,
    how: z.enum(ways),
    find: cell,
    by: cell,
    where,
  }),
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
    const [find, by] = [formulaText(step.find), formulaText(step.by)];
    const written = {
      text: (ref: string) => (step.find === "" ? ref : `replace(${ref}, ${find}, ${by})`),
      whole: (ref: string) => `if(${ref} = ${find}, ${by}, ${ref})`,
      pattern: (ref: string) => `replace_pattern(${ref}, ${find}, ${by})`,
    }[step.how];
    const cells = columnsOfType(place.columns, step.columns, ["text"]).map((column) =>
      cellsByFormula(column, place, written(columnRef(column))),
    );
    return changeCells(place, cells, step);
  },
});
