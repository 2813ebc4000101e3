import * as z from "zod";
import { AppError } from "@/lib/errors";
import { counted } from "@/lib/format";
import { formulaSql } from "../formula-sql";
import { typeOfFormula } from "../formula-type";
import { parseFormula } from "../formula";
import { formula } from "./schema";
import { stepKind, type Check } from "./step";

/** Keeps the rows for which a formula is true; where it is false or missing, the row goes. */
export const filter = stepKind({
  schema: z.strictObject({ kind: z.literal("filter"), formula }),
  title: "Keep rows where …",
  group: "Rows",
  form: [
    {
      key: "formula",
      label: "Rows to keep",
      hint: 'For instance "Absolute Magnitude" <= 22 and not is_missing(albedo)',
      as: "formula",
    },
  ],
  defaults: () => ({ formula: "" }),
  onNewRows: "apply",
  sentence: (step) => `Keep rows where ${step.formula}`,
  apply: (step, { columns, from, newRows }) => {
    const tree = parseFormula(step.formula);
    if (typeOfFormula(tree, columns) !== "boolean")
      throw new AppError("INVALID", 'A filter is true or false, such as "H" <= 22.');
    const condition = formulaSql(tree, columns);
    // a row to be predicted is not dropped: whoever asks about it waits for an answer
    if (newRows)
      return {
        columns: [...columns],
        sql: `SELECT * FROM ${from}`,
        check: outside(from, condition),
        sameRows: true,
      };
    return { columns: [...columns], sql: `SELECT * FROM ${from} WHERE ${condition}` };
  },
  ops: (step, { newRows }) => (newRows ? [] : [{ op: "keep", formula: step.formula }]),
});

/** How many rows to be predicted are of a kind that was not kept when the recipe was made. */
function outside(from: string, condition: string): Check {
  return {
    sql: `SELECT count(*) FILTER (WHERE (${condition}) IS NOT TRUE)::DOUBLE AS n FROM ${from}`,
    facts: ({ n }) => {
      const count = Number(n);
      const text = `${counted(count, "row")} would not be kept, and ${count === 1 ? "is" : "are"} here`;
      return count === 0 ? [] : [{ text, count, blocks: false }];
    },
  };
}
