import * as z from "zod";
import { pythonText } from "./ops";
import { inOrder } from "./cells";
import { anyNames, names } from "./schema";
import { findColumn, stepKind } from "./step";

/** Sorts the rows by columns, the first of them first; missing cells come last. */
export const sort = stepKind({
  schema: z.strictObject({ kind: z.literal("sort"), columns: names, descending: anyNames }),
  title: "Sort rows",
  group: "Rows",
  form: [
    { key: "columns", label: "Columns, the first one first", as: "columns" },
    { key: "descending", label: "Largest first in", as: "columns" },
  ],
  defaults: () => ({ columns: [], descending: [] }),
  onNewRows: "apply",
  sentence: ({ columns, descending }) =>
    `Sort by ${columns.map((one) => (descending.includes(one) ? `${one} down` : one)).join(", ")}`,
  apply: (step, { columns, from }) => {
    const keys = [...new Set(step.columns)].map((one) => findColumn(columns, one));
    step.descending.forEach((one) => findColumn(keys, one));
    const order = keys.map(
      ({ id, name }) => `${id} ${step.descending.includes(name) ? "DESC" : "ASC"} NULLS LAST`,
    );
    return { columns: [...columns], sql: inOrder(columns, from, order.join(", ")) };
  },
  ops: (step) => {
    const keys = [...new Set(step.columns)].map((one) => {
      return `(${pythonText(one)}, ${step.descending.includes(one) ? "True" : "False"})`;
    });
    // A row that stands alone is in order.
    return [{ op: "python", lines: [`df = sort_rows(df, [${keys.join(", ")}])`], single: [] }];
  },
});
