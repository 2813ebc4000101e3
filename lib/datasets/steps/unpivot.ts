import * as z from "zod";
import { pythonNames, pythonText, pythonTyped } from "./ops";
import { AppError } from "@/lib/errors";
import type { ColumnType } from "@/lib/frame/frame";
import { textSql } from "./conversion";
import { numeric } from "./form";
import { name, names } from "./schema";
import { findColumn, literal, requireFreeName, rowNumber, sqlTypes, stepKind, type HeldColumn } from "./step";

/** Several columns as rows: one for each of their cells, with the name of its column and its value. */
export const unpivot = stepKind({
  schema: z.strictObject({
    kind: z.literal("unpivot"),
    columns: names.max(500, "expected at most 500 columns"),
    name,
    value: name,
  }),
  title: "Unpivot: columns become rows",
  group: "Tables",
  form: [
    { key: "columns", label: "Columns that become rows", as: "columns" },
    { key: "name", label: "Column for their names", as: "text" },
    { key: "value", label: "Column for their cells", as: "text" },
  ],
  defaults: () => ({ columns: [], name: "name", value: "value" }),
  onNewRows: "refuse",
  sentence: (step) => `Unpivot ${step.columns.join(", ")} into ${step.name} and ${step.value}`,
  apply: (step, { columns, from, freshId }) => {
    const taken = [...new Set(step.columns)].map((one) => findColumn(columns, one));
    const kept = columns.filter((column) => !taken.includes(column));
    const type = commonType(taken);
    const after: HeldColumn[] = [...kept];
    for (const added of [
      { name: step.name, type: "text" as const },
      { name: step.value, type },
    ]) {
      requireFreeName(after, added.name);
      after.push({ ...added, id: freshId() });
    }
    if (kept.length === 0 && taken.length > 500) throw new AppError("INVALID", "These are too many columns.");
    const [label, value] = after.slice(-2).map(({ id }) => id);
    const cells = taken.map((column, i) => {
      const cell = type === "text" ? textSql(column) : column.id;
      return `{n: ${i}, label: ${literal(column.name)}, cell: CAST(${cell} AS ${sqlTypes[type]})}`;
    });
    const ids = kept.map(({ id }) => id);
    const parts = `unnest([${cells.join(", ")}]) AS part`;
    const rows = `SELECT ${[...ids, rowNumber, parts].join(", ")} FROM ${from}`;
    const number = `row_number() OVER (ORDER BY ${rowNumber}, part.n) - 1 AS ${rowNumber}`;
    const list = [...ids, `part.label AS ${label}`, `part.cell AS ${value}`, number];
    return { columns: after, sql: `SELECT ${list.join(", ")} FROM (${rows})` };
  },
  ops: (step, { columns }) => {
    const taken = [...new Set(step.columns)].map((one) => findColumn(columns, one));
    const kept = columns.filter((column) => !taken.includes(column));
    const type = commonType(taken);
    const names = pythonNames(taken.map(({ name: one }) => one));
    const added = `${pythonText(step.name)}, ${pythonText(step.value)}, "${type}"`;
    const lines = [`df = unpivot_rows(df, ${pythonTyped(kept)}, ${names}, ${added})`];
    const after = [...kept, { name: step.name, type: "text" as const }, { name: step.value, type }];
    return [{ op: "python", lines, after }];
  },
});

/** The type that holds all cells: their own where it is one, numbers for both kinds of them, else text. */
function commonType(columns: readonly HeldColumn[]): ColumnType {
  const types = new Set(columns.map(({ type }) => type));
  if (types.size === 1) return columns[0]!.type;
  return columns.every(({ type }) => numeric.includes(type)) ? "number" : "text";
}
