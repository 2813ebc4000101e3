import * as z from "zod";
import { missingOps } from "./missing-ops";
import { typeAfter, type Learned } from "./missing-type";
import { changeCells, where, whereField, type NewCells } from "./cells";
import { fitSql, learnedOf, lookupOfColumn, trainingRows } from "./learned";
import { name, names } from "./schema";
import { findColumn, literal, rowNumber, sqlTypes, stepKind, type HeldColumn, type Place } from "./step";

const ways = ["drop", "mean", "median", "mode", "value", "forward"] as const;
const schema = z.strictObject({
  kind: z.literal("missing"),
  columns: names,
  how: z.enum(ways),
  value: z.union([z.number(), z.string()]).optional(),
  /** A column whose values are groups: what fills is learned in each, and in all rows for others. */
  by: name.optional(),
  where,
});
type Step = z.output<typeof schema>;

/**
 * Drops rows that lack a cell, or fills cells: by a value that is said, by the one before in the order of
 * rows, or by one learned from the training rows.
 */
export const missing = stepKind({
  schema,
  title: "Missing cells",
  group: "Missing cells",
  form: [
    { key: "columns", label: "Columns", as: "columns" },
    {
      key: "how",
      label: "What to do",
      as: "choice",
      options: [
        { value: "drop", label: "drop the rows" },
        { value: "mean", label: "fill by the mean" },
        { value: "median", label: "fill by the median" },
        { value: "mode", label: "fill by the most frequent value" },
        { value: "value", label: "fill by a value" },
        { value: "forward", label: "fill by the row before" },
      ],
    },
    { key: "value", label: "Value", as: "value", when: { key: "how", is: ["value"] } },
    {
      key: "by",
      label: "By group",
      as: "column",
      empty: "no groups",
      when: { key: "how", is: ["mean", "median", "mode", "forward"] },
    },
    { ...whereField, when: { key: "how", is: ways.filter((how) => how !== "drop") } },
  ],
  defaults: () => ({ columns: [], how: "drop" }),
  onNewRows: ({ how }) => (how === "drop" ? "skip" : "apply"),
  sentence: ({ columns, how, value, by }) => {
    const of = columns.join(", ");
    if (how === "drop") return `Drop rows that lack ${of}`;
    const what = how === "value" ? value : how === "forward" ? "the row before" : how;
    return `Fill ${of} by ${what}${by === undefined ? "" : ` of ${by}`}`;
  },
  learns: isLearned,
  apply: (step, place) => {
    const wanted = [...new Set(step.columns)].map((one) => findColumn(place.columns, one));
    if (step.how === "drop") {
      const present = wanted.map(({ id }) => `${id} IS NOT NULL`).join(" AND ");
      return { columns: [...place.columns], sql: `SELECT * FROM ${place.from} WHERE ${present}` };
    }
    const by = step.by === undefined ? undefined : findColumn(place.columns, step.by);
    const outcome = changeCells(
      place,
      wanted.map((column) => filled(column, step, by, place)),
      { where: step.where },
    );
    return isLearned(step)
      ? { ...outcome, fit: fitSql(wanted, (column) => learnSql(column, step, by, place)) }
      : outcome;
  },
  ops: missingOps,
});

function isLearned({ how }: Step): boolean {
  return how === "mean" || how === "median" || how === "mode";
}

function filled(column: HeldColumn, step: Step, by: HeldColumn | undefined, place: Place): NewCells {
  const type = typeAfter(column, step);
  const sqlType = sqlTypes[type];
  const value = valueSql(column, step, by, place);
  return { column, type, sql: `coalesce(CAST(${column.id} AS ${sqlType}), CAST(${value} AS ${sqlType}))` };
}

function valueSql(column: HeldColumn, step: Step, by: HeldColumn | undefined, place: Place): string {
  if (step.how === "value") return literal(String(step.value));
  if (step.how === "forward") {
    const groups = by ? `PARTITION BY ${by.id} ` : "";
    return `last_value(${column.id} IGNORE NULLS) OVER (${groups}ORDER BY ${rowNumber})`;
  }
  const learned = learnedOf(place, column, step.how);
  if (learned === null) return "NULL";
  if (!by) return literal(learned);
  const { all, groups } = JSON.parse(learned) as Learned;
  const pairs = groups.map(([group, value]) => [group, literal(value)] as const);
  return `coalesce(${lookupOfColumn(by, pairs)}, ${literal(all)})`;
}

function learnSql({ id }: HeldColumn, { how }: Step, by: HeldColumn | undefined, place: Place): string {
  const rows = trainingRows(place);
  const all = typicalSql(id, how, rows);
  if (!by) return all;
  const key = `CAST(${by.id} AS VARCHAR)`;
  const values =
    how === "mode"
      ? `SELECT ${key} AS g, CAST(${id} AS VARCHAR) AS v FROM ${rows}
          WHERE ${id} IS NOT NULL AND ${by.id} IS NOT NULL GROUP BY ${by.id}, ${id}
          QUALIFY row_number() OVER (PARTITION BY ${by.id} ORDER BY count(*) DESC, ${id}) = 1`
      : `SELECT ${key} AS g, CAST(${averages[how as "mean"]}(CAST(${id} AS DOUBLE)) AS VARCHAR) AS v
          FROM ${rows} WHERE ${id} IS NOT NULL AND ${by.id} IS NOT NULL GROUP BY ${by.id}
          HAVING isfinite(${averages[how as "mean"]}(CAST(${id} AS DOUBLE)))`;
  return `SELECT CASE WHEN total IS NOT NULL THEN to_json({'all': total, 'groups': coalesce(
      (SELECT list([g, v] ORDER BY g) FROM (${values})), [])}) END
    FROM (SELECT CAST((${all}) AS VARCHAR) AS total)`;
}

const averages = { mean: "avg", median: "median" } as const;

function typicalSql(id: string, how: Step["how"], rows: string): string {
  return how === "mode"
    ? `SELECT ${id} FROM ${rows} WHERE ${id} IS NOT NULL GROUP BY ${id} ORDER BY count(*) DESC, ${id} LIMIT 1`
    : `SELECT CASE WHEN isfinite(v) THEN v END
        FROM (SELECT ${averages[how as "mean"]}(CAST(${id} AS DOUBLE)) AS v FROM ${rows})`;
}
