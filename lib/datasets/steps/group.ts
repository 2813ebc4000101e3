import * as z from "zod";
import type { ColumnType } from "@/lib/frame/frame";
import { AppError } from "@/lib/errors";
import { anyNames, names } from "./schema";
import { findColumn, requireFreeName, rowNumber, stepKind, type HeldColumn } from "./step";

const ways = ["sum", "mean", "median", "sd", "min", "max", "first", "last", "count", "distinct"] as const;
type Way = (typeof ways)[number];

/** One row for each group, in the order in which groups first appear, with figures of other columns. */
export const group = stepKind({
  schema: z.strictObject({
    kind: z.literal("group"),
    by: names,
    columns: anyNames,
    how: z.array(z.enum(ways)),
  }),
  title: "Group and aggregate",
  group: "Tables",
  form: [
    { key: "by", label: "A row for each", as: "columns" },
    { key: "columns", label: "Figures of", as: "columns" },
    { key: "how", label: "Figures", as: "choices", options: ways },
  ],
  defaults: () => ({ by: [], columns: [], how: ["mean"] }),
  onNewRows: "refuse",
  sentence: ({ by, columns, how }) =>
    `Group by ${by.join(", ")}${columns.length > 0 ? `: ${how.join(", ")} of ${columns.join(", ")}` : ""}`,
  apply: (step, place) => {
    const { columns, from, freshId } = place;
    const by = [...new Set(step.by)].map((one) => findColumn(columns, one));
    const after: HeldColumn[] = [...by];
    const list = by.map(({ id }) => id);
    const add = (name: string, type: ColumnType, sql: string) => {
      requireFreeName(after, name);
      const id = freshId();
      after.push({ id, name, type });
      list.push(`${sql} AS ${id}`);
    };
    add("rows", "integer", "count(*)");
    for (const one of new Set(step.columns)) {
      const column = findColumn(columns, one);
      for (const how of new Set(step.how)) add(`${one} ${how}`, ...figure(column, how));
    }
    const number = `row_number() OVER (ORDER BY min(${rowNumber})) - 1 AS ${rowNumber}`;
    const groups = by.map(({ id }) => id).join(", ");
    return { columns: after, sql: `SELECT ${[...list, number].join(", ")} FROM ${from} GROUP BY ${groups}` };
  },
});

/** A figure of a column: its type, and its SQL. What is not finite is missing. */
function figure({ id, name, type }: HeldColumn, how: Way): [ColumnType, string] {
  if (how === "count") return ["integer", `count(${id})`];
  if (how === "distinct") return ["integer", `count(DISTINCT ${id})`];
  if (how === "first" || how === "last")
    return [type, `${how}(${id} ORDER BY ${rowNumber}) FILTER (WHERE ${id} IS NOT NULL)`];
  if (how === "min" || how === "max") return [type, `${how}(${id})`];
  if (type === "text" || type === "date")
    throw new AppError("INVALID", `${name} holds no numbers; there is no ${how} of it.`);
  const x = `CAST(${id} AS DOUBLE)`;
  const small = `CASE WHEN abs(${x}) < 1e150 THEN ${x} END`;
  const call = { sum: `sum(${x})`, mean: `avg(${x})`, median: `median(${x})`, sd: `stddev_samp(${small})` }[
    how
  ];
  return ["number", `CASE WHEN isfinite(${call}) THEN ${call} END`];
}
