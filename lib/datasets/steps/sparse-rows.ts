import * as z from "zod";
import { columnText } from "../formula-tokens";
import { joinedBy } from "./ops";
import { anyNames } from "./schema";
import { findColumn, stepKind } from "./step";

/** Drops rows of which too many cells are missing. */
export const sparseRows = stepKind({
  schema: z.strictObject({
    kind: z.literal("sparse-rows"),
    columns: anyNames,
    most: z.number().int("expected a whole number").min(0).max(2_000),
  }),
  title: "Drop rows with many missing cells",
  group: "Missing cells",
  form: [
    { key: "most", label: "Missing cells that a row may have", as: "number", step: 1, least: 0 },
    { key: "columns", label: "Of these columns; none means all", as: "columns" },
  ],
  defaults: () => ({ columns: [], most: 3 }),
  onNewRows: "skip",
  sentence: ({ columns, most }) => {
    const of = columns.length > 0 ? ` of ${columns.length} columns` : "";
    return `Drop rows with more than ${most} missing cells${of}`;
  },
  apply: ({ columns: named, most }, { columns, from }) => {
    const counted = named.length > 0 ? [...new Set(named)].map((one) => findColumn(columns, one)) : columns;
    const missing = counted.map(({ id }) => `CAST(${id} IS NULL AS INTEGER)`).join(" + ");
    return { columns: [...columns], sql: `SELECT * FROM ${from} WHERE ${missing} <= ${most}` };
  },
  ops: ({ columns: named, most }, { columns }) => {
    const counted = named.length > 0 ? [...new Set(named)] : columns.map(({ name }) => name);
    const missing = counted.map((one) => `if(is_missing(${columnText(one)}), 1, 0)`);
    return [{ op: "keep", formula: `${joinedBy("+", missing)} <= ${most}` }];
  },
});
