import * as z from "zod";
import { firstOfType } from "./form";
import { name } from "./schema";
import { findColumn, projection, requireFreeName, stepKind } from "./step";

/** Gives a column another name; its cells stay. */
export const rename = stepKind({
  schema: z.strictObject({ kind: z.literal("rename"), from: name, to: name }),
  title: "Rename a column",
  group: "Columns",
  form: [
    { key: "from", label: "Column", as: "column" },
    { key: "to", label: "New name", as: "text" },
  ],
  defaults: (columns) => ({ from: firstOfType(columns), to: "" }),
  onNewRows: "apply",
  sentence: ({ from, to }) => `Rename ${from} to ${to}`,
  apply: (step, { columns, from }) => {
    const renamed = findColumn(columns, step.from);
    requireFreeName(
      columns.filter((column) => column !== renamed),
      step.to,
    );
    const after = columns.map((column) => (column === renamed ? { ...column, name: step.to } : column));
    return { columns: after, sql: projection(after, from) };
  },
  ops: ({ from, to }) => [{ op: "rename", names: [[from, to]] }],
});
