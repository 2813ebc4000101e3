import type { ColumnType } from "@/lib/frame/frame";
import { secondTable } from "./second-table";
import { literal, rowNumber, sqlTypes, stepKind, type HeldColumn } from "./step";
import { tableWords } from "./table-ref";
import { unionOp } from "./union-ops";
import { firstTable, unionPlan, unionSchema, type UnionStep } from "./union-plan";

/** The rows of a second table behind those that are there, each in their order. */
export const union = stepKind({
  schema: unionSchema,
  title: "Union: rows of another table below",
  group: "Tables",
  form: [
    { key: "table", label: "Second table", as: "table" },
    {
      key: "by",
      label: "Columns belong together by",
      as: "choice",
      options: [
        { value: "name", label: "their names" },
        { value: "place", label: "their places" },
      ],
    },
    {
      key: "absent",
      label: "Columns that one table lacks",
      as: "choice",
      options: [{ value: "missing", label: "are filled with missing cells" }],
      empty: "stop and say which",
      when: { key: "by", is: ["name"] },
    },
    { key: "source", label: "Column that names the table of each row", as: "text", optional: true },
    { key: "here", label: "Rows from here are called", as: "text", optional: true },
  ],
  defaults: () => ({ by: "name" }),
  onNewRows: "skip",
  sentence: ({ table, by, source }) => {
    const from = source === undefined ? "" : `, their table in ${source}`;
    return `Add the rows of ${tableWords(table)} by ${by}${from}`;
  },
  reads: ({ table }) => table,
  apply: (step, place) => {
    const second = secondTable(place, step.table);
    const plan = unionPlan(step, place);
    const side = (part: "here" | "there", from: string, place: 0 | 1) => {
      const cells = plan.columns.map((one) => `${cellSql(one[part], one.after.type)} AS ${one.after.id}`);
      return `SELECT ${[...cells, `${place} AS part`, rowNumber].join(", ")} FROM ${from}`;
    };
    const both = `${side("here", place.from, 0)} UNION ALL ${side("there", second.from, 1)}`;
    const columns = plan.columns.map(({ after }) => after);
    const list = columns.map((column) => {
      const isSource = column.id === plan.source?.id;
      return isSource ? `${sourceSql(step, column)} AS ${column.id}` : column.id;
    });
    const number = `row_number() OVER (ORDER BY part, ${rowNumber}) - 1 AS ${rowNumber}`;
    const rests = new Map(plan.columns.map(({ after, here, there }) => [after.id, idsOf(here, there)]));
    return { columns, rests, sql: `SELECT ${[...list, number].join(", ")} FROM (${both})` };
  },
  ops: unionOp,
});

function idsOf(...columns: (HeldColumn | null)[]): string[] {
  return columns.flatMap((column) => (column ? [column.id] : []));
}

function cellSql(column: HeldColumn | null, type: ColumnType): string {
  return column === null
    ? `CAST(NULL AS ${sqlTypes[type]})`
    : column.type === type
      ? column.id
      : `CAST(${column.id} AS ${sqlTypes[type]})`;
}

/** Rows that say already where they come from go on saying it. */
function sourceSql({ here = firstTable, table }: UnionStep, { id }: HeldColumn): string {
  return `CASE WHEN part = 0 THEN coalesce(${id}, ${literal(here)}) ELSE ${literal(tableWords(table))} END`;
}
