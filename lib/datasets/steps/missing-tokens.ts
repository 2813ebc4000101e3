import * as z from "zod";
import { changeCells, columnsOfType, where, whereField } from "./cells";
import { cell, names } from "./schema";
import { literal, stepKind } from "./step";

/** Makes cells missing that say so in words, such as NA; capitals and spaces around do not count. */
export const missingTokens = stepKind({
  schema: z.strictObject({
    kind: z.literal("missing-tokens"),
    columns: names,
    tokens: z.array(cell).max(1_000),
    blank: z.literal(true).optional(),
    where,
  }),
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
    const words = step.tokens.map((token) => literal(token.trim().toLowerCase()));
    const all = step.blank ? [...words, "''"] : words;
    const cells = columnsOfType(place.columns, step.columns, ["text"]).map((column) => ({
      column,
      sql:
        all.length === 0
          ? column.id
          : missingWhere(column.id, `lower(trim(${column.id})) IN (${all.join(", ")})`),
    }));
    return changeCells(place, cells, step);
  },
});

function missingWhere(id: string, condition: string): string {
  return `CASE WHEN ${condition} THEN NULL ELSE ${id} END`;
}
