import * as z from "zod";
import { AppError } from "@/lib/errors";
import { formulaSql } from "../formula-sql";
import { typeOfFormula } from "../formula-type";
import { parseFormula } from "../formula";
import { formula } from "./schema";
import { stepKind } from "./step";

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
  apply: (step, { columns, from }) => {
    const tree = parseFormula(step.formula);
    if (typeOfFormula(tree, columns) !== "boolean")
      throw new AppError("INVALID", 'A filter is true or false, such as "H" <= 22.');
    return { columns: [...columns], sql: `SELECT * FROM ${from} WHERE ${formulaSql(tree, columns)}` };
  },
  ops: (step) => [{ op: "keep", formula: step.formula }],
});
