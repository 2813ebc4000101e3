import * as z from "zod";
import { pythonText, pythonTyped } from "./ops";
import type { ColumnType } from "@/lib/frame/frame";
import { AppError } from "@/lib/errors";
import { anyNames, names } from "./schema";
import { findColumn, requireFreeName, rowNumber, stepKind, type HeldColumn } from "./step";

const ways = ["sum", "mean", "median", "sd", "min", "max", "first", "last", "count", "distinct"] as const;
type Way = (typeof ways)[number];

const schema = z.strictObject({
  kind: z.literal("group"),
  by: names,
  columns: anyNames,
  how: z.array(z.enum(ways)),
});
type Step = z.output<typeof schema>;

/** Sums depend on their order, which is that of the rows. */
const inOrder = `ORDER BY ${rowNumber}`;

/** One row for each group, in the order in which groups first appear, with figures of other columns. */
export const group = stepKind({
  schema,
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
    for (const { name, column, how } of figuresOf(step, columns)) add(name, ...figure(column, how));
    const number = `row_number() OVER (ORDER BY min(${rowNumber})) - 1 AS ${rowNumber}`;
    const groups = by.map(({ id }) => id).join(", ");
    return { columns: after, sql: `SELECT ${[...list, number].join(", ")} FROM ${from} GROUP BY ${groups}` };
  },
  ops: (step, { columns }) => {
    const by = [...new Set(step.by)].map((one) => findColumn(columns, one));
    const figures = figuresOf(step, columns).map(({ name, column, how }) => {
      return { name, column: column.name, how, type: figure(column, how)[0] };
    });
    const list = figures.map(
      ({ name, column, how, type }) => `(${pythonText(name)}, ${pythonText(column)}, "${how}", "${type}")`,
    );
    const lines = [`df = group_rows(df, ${pythonTyped(by)}, [${list.join(", ")}])`];
    return [{ op: "python", lines, after: [...by, { name: "rows", type: "integer" }, ...figures] }];
  },
});

function figuresOf(step: Step, columns: readonly HeldColumn[]) {
  return [...new Set(step.columns)].flatMap((one) => {
    const column = findColumn(columns, one);
    return [...new Set(step.how)].map((how) => ({ name: `${one} ${how}`, column, how }));
  });
}

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
  const call = {
    sum: `sum(${x} ${inOrder})`,
    mean: `avg(${x} ${inOrder})`,
    median: `median(${x})`,
    sd: `stddev_samp(${small} ${inOrder})`,
  }[how];
  return ["number", `CASE WHEN isfinite(${call}) THEN ${call} END`];
}
