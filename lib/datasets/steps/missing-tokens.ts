import * as z from "zod";
import { lowerCase } from "../formulas/letter-case";
import { trimmed } from "../formulas/white-space";
import { cellsByFormula, changeCells, columnRef, columnsOfType, where, whereField } from "./cells";
import { cell, names } from "./schema";
import { changedEach, missingIn, textIn } from "./ops";
import { stepKind } from "./step";

const schema = z.strictObject({
  kind: z.literal("missing-tokens"),
  columns: names,
  tokens: z.array(cell).max(1_000),
  blank: z.literal(true).optional(),
  where,
});
type Step = z.output<typeof schema>;

/** Makes cells missing that say so in words, such as NA; capitals and spaces around do not count. */
export const missingTokens = stepKind({
  schema,
  title: "Words that mean missing",
  group: "Missing cells",
  form: [
    { key: "columns", label: "Columns", as: "columns", types: ["text"] },
    { key: "tokens", label: "Words, one a line", as: "lines" },
    { key: "blank", label: "Cells of spaces or nothing as well", as: "flag" },
    whereField,
  ],
  defaults: () => ({ columns: [], tokens: ["NA", "N/A", "null", "none", "nan", "?", "-"], blank: true }),
  onNewRows: "apply",
  sentence: ({ columns, tokens, blank }) =>
    `Take ${[...tokens, ...(blank ? ["blank"] : [])].join(", ")} for missing in ${columns.join(", ")}`,
  apply: (step, place) => {
    const cells = columnsOfType(place.columns, step.columns, ["text"]).map((column) =>
      cellsByFormula(column, place, without(columnRef(column), step)),
    );
    return changeCells(place, cells, step);
  },
  ops: (step, { columns }) =>
    changedEach(columnsOfType(columns, step.columns, ["text"]), (ref) => without(ref, step), {
      where: step.where,
    }),
});

function without(ref: string, { tokens, blank }: Pick<Step, "tokens" | "blank">): string {
  const words = tokens.map((token) => textIn(lowerCase(trimmed(token))));
  const all = blank ? [...words, "''"] : words;
  return all.length === 0
    ? ref
    : `if(lower(trim(${ref})) in (${all.join(", ")}), ${missingIn("text")}, ${ref})`;
}
