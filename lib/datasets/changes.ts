import * as z from "zod";
import { columnTypes } from "@/lib/frame/frame";
import { counted, integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { incomparable } from "./comparison";

const name = z.string();
const count = z.number().int().min(0);
const type = z.enum(columnTypes);

/** What is other in one table than in the one before it. */
export const changesSchema = z.strictObject({
  before: count,
  after: count,
  /** The columns that rows were told apart by; none where whole rows were compared. */
  key: z.array(name).max(20),
  /** Why rows could not be told apart by the key. */
  keyProblem: z.string().max(500).nullable(),
  added: count,
  removed: count,
  /** Rows of the same key with other cells; 0 where there is no key. */
  changed: count,
  columns: z.strictObject({
    added: z.array(name).max(limits.datasetColumns),
    removed: z.array(name).max(limits.datasetColumns),
    retyped: z.array(z.strictObject({ name, before: type, after: type })).max(limits.datasetColumns),
    /** In how many rows of the same key each column has another cell. */
    changed: z.array(z.strictObject({ name, rows: count })).max(limits.datasetColumns),
    /** Columns whose values are spread otherwise, by the population stability index. */
    drifted: z.array(z.strictObject({ name, stability: z.number() })).max(limits.datasetColumns),
  }),
});
/**
 * From this stability index on, a column is said to be spread otherwise: a moderate change, by
 * convention.
 */
export const driftFrom = 0.1;
export type Changes = z.output<typeof changesSchema>;

/** Whether nothing is other but perhaps the order of rows. */
export function isSame({ added, removed, changed, columns }: Changes): boolean {
  const named = [columns.added, columns.removed, columns.retyped].reduce(
    (sum, { length }) => sum + length,
    0,
  );
  return added + removed + changed + named === 0;
}

/** What changed, in sentences: rows first, then columns. */
export function changesText(changes: Changes): string[] {
  const { before, after, added, removed, changed, columns, keyProblem } = changes;
  const list = (names: readonly string[]) => names.map((one) => `“${one}”`).join(", ");
  return [
    `${integer(before)} → ${counted(after, "row")}: ${rowsText(added, removed, changed)}`,
    ...(keyProblem ? [keyProblem] : []),
    ...(columns.changed.length > 0 ? [`Changed cells: ${columns.changed.map(cellsText).join(", ")}`] : []),
    ...(columns.added.length > 0 ? [`New columns: ${list(columns.added)}`] : []),
    ...(columns.removed.length > 0 ? [`Columns that are gone: ${list(columns.removed)}`] : []),
    ...(columns.drifted.length > 0 ? [`Spread otherwise: ${columns.drifted.map(driftText).join(", ")}`] : []),
    ...columns.retyped.map(retypedText),
  ];
}

function retypedText(one: Changes["columns"]["retyped"][number]): string {
  const isCompared = incomparable({ typeChanged: [one] }).length === 0;
  const told = `“${one.name}” was ${one.before} and is ${one.after}`;
  return isCompared ? told : `${told}: its cells were not compared`;
}

function cellsText({ name: column, rows }: { name: string; rows: number }): string {
  return `“${column}” in ${counted(rows, "row")}`;
}

function driftText({ name: column, stability }: { name: string; stability: number }): string {
  return `“${column}” (stability index ${stability.toFixed(2)})`;
}

function rowsText(added: number, removed: number, changed: number): string {
  const parts = [
    added > 0 ? `${integer(added)} new` : "",
    changed > 0 ? `${integer(changed)} changed` : "",
    removed > 0 ? `${integer(removed)} gone` : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? parts.join(", ") : "all as before";
}
