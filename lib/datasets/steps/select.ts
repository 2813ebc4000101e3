import * as z from "zod";
import { names } from "./schema";
import { findColumn, projection, stepKind } from "./step";

/** Keeps some columns, in the order in which they are named. */
export const select = stepKind({
  schema: z.strictObject({ kind: z.literal("select"), columns: names }),
  title: "Keep columns",
  group: "Columns",
  form: [{ key: "columns", label: "Columns", as: "columns" }],
  defaults: () => ({ columns: [] }),
  onNewRows: "apply",
  sentence: ({ columns }) => `Keep ${columns.length === 1 ? columns[0] : `${columns.length} columns`}`,
  apply: ({ columns: wanted }, { columns, from }) => {
    const kept = [...new Set(wanted)].map((name) => findColumn(columns, name));
    return { columns: kept, sql: projection(kept, from) };
  },
  ops: ({ columns }) => [{ op: "pick", names: [...new Set(columns)] }],
});
