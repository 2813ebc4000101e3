import * as z from "zod";
import { name } from "./schema";
import { findColumn, rowNumber, stepKind } from "./step";

/** Keeps the first of the rows that agree in some columns; no columns named means in all. */
export const deduplicate = stepKind({
  schema: z.strictObject({ kind: z.literal("deduplicate"), columns: z.array(name).max(2_000) }),
  title: "Drop repeated rows",
  group: "Rows",
  form: [{ key: "columns", label: "Rows are the same when these agree; none means all", as: "columns" }],
  defaults: () => ({ columns: [] }),
  onNewRows: "skip",
  sentence: ({ columns }) => `Drop repeated rows${columns.length > 0 ? ` by ${columns.join(", ")}` : ""}`,
  apply: ({ columns: named }, { columns, from }) => {
    const keys = named.length > 0 ? named.map((one) => findColumn(columns, one)) : columns;
    const order = `PARTITION BY ${keys.map(({ id }) => id).join(", ")} ORDER BY ${rowNumber}`;
    return {
      columns: [...columns],
      sql: `SELECT * FROM ${from} QUALIFY row_number() OVER (${order}) = 1`,
    };
  },
});
