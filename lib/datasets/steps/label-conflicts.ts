import * as z from "zod";
import { pythonNames, pythonPut, pythonText } from "./ops";
import { AppError } from "@/lib/errors";
import { addColumns, changeCells } from "./cells";
import { anyNames, name } from "./schema";
import { findColumn, stepKind, type HeldColumn } from "./step";

/** Rows that are equal but for their label: they are dropped, get the most frequent label, or are marked. */
export const labelConflicts = stepKind({
  schema: z.strictObject({
    kind: z.literal("label-conflicts"),
    label: name,
    columns: anyNames,
    act: z.enum(["drop", "majority", "flag"]),
  }),
  title: "Conflicts of labels",
  group: "Rows",
  form: [
    { key: "label", label: "Label", as: "column" },
    { key: "columns", label: "Rows are the same when these agree; none means all others", as: "columns" },
    {
      key: "act",
      label: "What to do",
      as: "choice",
      options: [
        { value: "drop", label: "drop the rows" },
        { value: "majority", label: "give them the most frequent label" },
        { value: "flag", label: "mark them in a new column" },
      ],
    },
  ],
  defaults: (columns) => ({
    label: columns.findLast(({ type }) => type === "boolean")?.name ?? "",
    columns: [],
    act: "flag",
  }),
  onNewRows: "skip",
  sentence: ({ label, act }) =>
    ({ drop: "Drop rows whose", majority: "Settle rows whose", flag: "Mark rows whose" })[act] +
    ` ${label} contradicts that of equal rows`,
  apply: (step, place) => {
    const label = findColumn(place.columns, step.label);
    const keys =
      step.columns.length > 0
        ? step.columns.map((one) => findColumn(place.columns, one))
        : place.columns.filter((column) => column !== label);
    if (keys.length === 0 || keys.includes(label))
      throw new AppError("INVALID", "Rows are compared by other columns than the label.");
    const same = `PARTITION BY ${keys.map(({ id }) => id).join(", ")}`;
    const conflict = `(min(${label.id}) OVER (${same}) IS DISTINCT FROM max(${label.id}) OVER (${same}))`;
    if (step.act === "flag")
      return addColumns(place, [{ name: `${step.label} conflicts`, type: "boolean", sql: conflict }]);
    if (step.act === "drop") {
      const sql = `SELECT * FROM ${place.from} QUALIFY NOT ${conflict}`;
      return { columns: [...place.columns], sql };
    }
    // The most frequent label of equal rows; of two that are as frequent, the smaller one.
    // Zero is zero, whatever its sign: as text it would be two.
    const plain = ({ id, type }: HeldColumn) => (type === "number" ? `${id} + 0` : id);
    const key = keys.map((one) => `coalesce(CAST(${plain(one)} AS VARCHAR), '')`);
    const known = keys.map(({ id }) => `CAST(${id} IS NULL AS VARCHAR)`);
    const text = `to_json([${[...key, ...known].join(", ")}])`;
    const counted = `SELECT ${text} AS k, ${label.id} AS v, count(*) AS n FROM ${place.from}
      WHERE ${label.id} IS NOT NULL GROUP BY 1, 2
      QUALIFY row_number() OVER (PARTITION BY k ORDER BY n DESC, v) = 1`;
    const settled = `(SELECT any_value(v) FROM (${counted}) WHERE k = ${text})`;
    const sql = `CASE WHEN ${label.id} IS NOT NULL THEN ${settled} END`;
    return changeCells(place, [{ column: label, sql }]);
  },
  ops: ({ label, columns: named, act }, { columns }) => {
    const column = findColumn(columns, label);
    const others = columns.filter((one) => one !== column).map(({ name: one }) => one);
    const of = `(df, ${pythonText(label)}, ${pythonNames(named.length > 0 ? named : others)})`;
    if (act === "drop")
      return [
        { op: "python", lines: [`df = df[[not conflict for conflict in label_conflicts${of}]].copy()`] },
      ];
    if (act === "majority")
      return [pythonPut(columns, column, `column(most_frequent_labels${of}, "${column.type}", df.index)`)];
    const flag = { name: `${label} conflicts`, type: "boolean" as const };
    return [pythonPut(columns, flag, `column(label_conflicts${of}, "boolean", df.index)`)];
  },
});
