import * as z from "zod";
import { columnText } from "../formula-tokens";
import { added, joinedBy, missingIn, textIn } from "./ops";
import { integer } from "@/lib/format";
import { addColumns, columnsOfType } from "./cells";
import { firstOfType } from "./form";
import { cell, name, names } from "./schema";
import { literal, stepKind, type Check } from "./step";

/** Splits the cells of a column at a separator into new columns; the last of them holds all that is left. */
export const splitText = stepKind({
  schema: z.strictObject({
    kind: z.literal("split-text"),
    column: name,
    separator: cell.min(1, "expected a separator"),
    names: names.max(100),
  }),
  title: "Split a column",
  group: "Text",
  form: [
    { key: "column", label: "Column", as: "column", types: ["text"] },
    { key: "separator", label: "Separator", as: "text" },
    { key: "names", label: "Names of the new columns, one a line", as: "lines" },
  ],
  defaults: (columns) => ({ column: firstOfType(columns, ["text"]), separator: ",", names: [] }),
  onNewRows: "apply",
  sentence: ({ column, separator, names }) => {
    const seen = { " ": "a space", "\t": "a tab" }[separator] ?? separator;
    return `Split ${column} at ${seen} into ${names.join(", ")}`;
  },
  apply: (step, place) => {
    const [column] = columnsOfType(place.columns, [step.column], ["text"]);
    const parts = `string_split(${column!.id}, ${literal(step.separator)})`;
    const last = step.names.length;
    const added = step.names.map((one, i) => ({
      name: one,
      type: "text" as const,
      sql:
        i + 1 < last
          ? `${parts}[${i + 1}]`
          : `CASE WHEN len(${parts}) >= ${last}
              THEN array_to_string(${parts}[${last}:], ${literal(step.separator)}) END`,
    }));
    const check: Check = {
      sql: `SELECT count(*)::DOUBLE AS n FROM ${place.from} WHERE len(${parts}) > ${last}`,
      facts: ({ n }) =>
        Number(n) === 0
          ? []
          : [
              {
                text:
                  `${integer(Number(n))} cells of ${step.column} have more than ${last} parts; ` +
                  `${step.names.at(-1)} holds what is left of them`,
                count: Number(n),
                blocks: false,
              },
            ],
    };
    return { ...addColumns(place, added), check };
  },
  ops: ({ column, separator, names: parts }) => {
    const [text, at] = [columnText(column), textIn(separator)];
    const part = (i: number) => `split_part(${text}, ${at}, ${i + 1})`;
    const last = parts.length - 1;
    const before = Array.from({ length: last }, (_, i) => `length(${part(i)})`);
    const begin = joinedBy("+", [...before, String(last * Array.from(separator).length + 1)]);
    const rest = `if(is_missing(${part(last)}), ${missingIn("text")}, substring(${text}, ${begin}))`;
    const formula = (i: number) => (i < last ? part(i) : rest);
    return added(...parts.map((one, i) => ({ name: one, type: "text" as const, formula: formula(i) })));
  },
});
