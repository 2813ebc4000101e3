import * as z from "zod";
import { anyNames, cell, name } from "./schema";
import { tableRef } from "./table-ref";

const ways = ["left", "inner", "full", "semi", "anti"] as const;
/** What a join says. */
export const joinSchema = z.strictObject({
  kind: z.literal("join"),
  table: tableRef,
  how: z.enum(ways),
  /** Columns that agree in both tables: the one here, the one there. */
  keys: z
    .array(z.tuple([name, name]))
    .min(1, "expected at least one pair of columns")
    .max(16),
  /** Columns of the second table that come along; none named means all but its keys. */
  columns: anyNames.default([]),
  /** Whether several rows of the second table for one row here forbid saving. */
  one: z.literal(true).optional(),
  /** What is put behind names that both tables have. */
  suffix: cell.default(""),
  otherSuffix: cell.default("_right"),
});
export type JoinStep = z.output<typeof joinSchema>;
