import * as z from "zod";
import { pythonNames } from "./ops";
import { anyNames } from "./schema";
import { findColumn, rowNumber, stepKind } from "./step";

/** Keeps the first or the last of the rows that agree in some columns; no columns named means in all. */
export const deduplicate = stepKind({
  schema: z.strictObject({
    kind: z.literal("deduplicate"),
    columns: anyNames,
    keep: z.literal("last").optional(),
  }),
  title: "Drop repeated rows",
  group: "Rows",
  form: [
    { key: "columns", label: "Rows are the same when these agree; none means all", as: "columns" },
    { key: "keep", label: "Keep", as: "choice", options: ["last"], empty: "first" },
  ],
  defaults: () => ({ columns: [] }),
  onNewRows: "skip",
  sentence: ({ columns, keep }) => {
    const by = columns.length > 0 ? ` by ${columns.join(", ")}` : "";
    return `Drop repeated rows${by}${keep ? ", keep the last" : ""}`;
  },
  apply: ({ columns: named, keep }, { columns, from }) => {
    const keys = named.length > 0 ? named.map((one) => findColumn(columns, one)) : columns;
    const order = `${rowNumber}${keep ? " DESC" : ""}`;
    const groups = `PARTITION BY ${keys.map(({ id }) => id).join(", ")} ORDER BY ${order}`;
    return {
      columns: [...columns],
      sql: `SELECT * FROM ${from} QUALIFY row_number() OVER (${groups}) = 1`,
    };
  },
  ops: ({ columns, keep }) => {
    const subset = columns.length > 0 ? `subset=${pythonNames(columns)}, ` : "";
    return [{ op: "python", lines: [`df = df[~df.duplicated(${subset}keep="${keep ?? "first"}")]`] }];
  },
});
