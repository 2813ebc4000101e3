import * as z from "zod";
import { AppError } from "@/lib/errors";
import { names } from "./schema";
import { findColumn, projection, stepKind } from "./step";

/** Leaves some columns out. */
export const drop = stepKind({
  schema: z.strictObject({ kind: z.literal("drop"), columns: names }),
  title: "Drop columns",
  group: "Columns",
  form: [{ key: "columns", label: "Columns", as: "columns" }],
  defaults: () => ({ columns: [] }),
  onNewRows: "apply",
  sentence: ({ columns }) => `Drop ${columns.length === 1 ? columns[0] : `${columns.length} columns`}`,
  apply: ({ columns: unwanted }, { columns, from }) => {
    unwanted.forEach((name) => findColumn(columns, name));
    const kept = columns.filter(({ name }) => !unwanted.includes(name));
    if (kept.length === 0) throw new AppError("INVALID", "This would leave no column.");
    return { columns: kept, sql: projection(kept, from) };
  },
  ops: ({ columns: unwanted }, { columns }) => [
    { op: "pick", names: columns.map(({ name }) => name).filter((name) => !unwanted.includes(name)) },
  ],
});
