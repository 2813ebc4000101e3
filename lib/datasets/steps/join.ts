import { joinCheck } from "./join-check";
import { joinOp } from "./join-ops";
import { keysOf, takenOf, type JoinKey } from "./join-plan";
import { joinSchema, type JoinStep } from "./join-step";
import { secondTable } from "./second-table";
import { tableWords } from "./table-ref";
import { rowNumber, sqlTypes, stepKind, type HeldColumn, type OnNewRows, type Place } from "./step";

const adds: readonly JoinStep["how"][] = ["left", "inner", "full"];

/**
 * Puts the rows of a second table beside those whose keys agree, or keeps the rows that have such a row there
 * or have none. The order is that of the rows here, then that of the second table's; missing keys match
 * nothing.
 */
export const join = stepKind({
  schema: joinSchema,
  title: "Join with another table",
  group: "Tables",
  form: [
    { key: "table", label: "Second table", as: "table" },
    { key: "keys", label: "Rows match when these agree", as: "keys" },
    {
      key: "how",
      label: "Which rows",
      as: "choice",
      options: [
        { value: "left", label: "all here, with what matches (left)" },
        { value: "inner", label: "those that match (inner)" },
        { value: "full", label: "all of both (full)" },
        { value: "semi", label: "those here that match, no columns (semi)" },
        { value: "anti", label: "those here that match nothing (anti)" },
      ],
    },
    {
      key: "columns",
      label: "Columns that come along; none means all",
      as: "second-columns",
      when: { key: "how", is: adds },
    },
    { key: "one", label: "Expect one match a row, or refuse", as: "flag", when: { key: "how", is: adds } },
    {
      key: "suffix",
      label: "Behind names here that both have",
      as: "text",
      when: { key: "how", is: adds },
    },
    {
      key: "otherSuffix",
      label: "Behind names there that both have",
      as: "text",
      when: { key: "how", is: adds },
    },
  ],
  defaults: () => ({ keys: [], how: "left", columns: [], one: true, suffix: "", otherSuffix: "_right" }),
  onNewRows,
  sentence: ({ table, how, keys }) => {
    const by = keys.map(([here, there]) => (here === there ? here : `${here} = ${there}`)).join(", ");
    const words = tableWords(table);
    if (how === "semi") return `Keep rows that are in ${words} by ${by}`;
    return how === "anti" ? `Keep rows that are not in ${words} by ${by}` : `Join ${words} by ${by} (${how})`;
  },
  reads: ({ table }) => table,
  apply: (step, place) => {
    const second = secondTable(place, step.table);
    const keys = keysOf(step, place.columns, second);
    const check = joinCheck(step, place, keys);
    const on = keys.map(matchSql).join(" AND ");
    if (step.how === "semi" || step.how === "anti")
      return {
        columns: [...place.columns],
        sql: `SELECT l.* FROM ${place.from} l ${step.how.toUpperCase()} JOIN ${second.from} r ON ${on}`,
        check,
      };
    const { columns, taken } = takenOf(step, place.columns, { second, keys });
    const list = [
      ...place.columns.map(({ id }) => cellSql(id, step, keys)),
      ...taken.map(({ id }) => `r.${id}`),
    ];
    const order = `l.${rowNumber} NULLS LAST, r.${rowNumber} NULLS LAST`;
    return {
      columns,
      sql: `SELECT ${list.join(", ")}, row_number() OVER (ORDER BY ${order}) - 1 AS ${rowNumber}
        FROM ${place.from} l ${wayOf(step, place)} JOIN ${second.from} r ON ${on}`,
      check,
    };
  },
  ops: joinOp,
});

/** A row to be predicted is neither dropped nor made several: with one match it is looked up. */
function onNewRows({ how, one }: JoinStep): OnNewRows {
  if (how === "semi" || how === "anti") return "skip";
  return one && how !== "full" ? "apply" : "refuse";
}

function wayOf({ how }: JoinStep, { newRows }: Place): string {
  return how === "inner" && newRows ? "LEFT" : how.toUpperCase();
}

/** Whether two keys agree; whole numbers agree with the same numbers. */
function matchSql({ here, there, type }: JoinKey): string {
  const as = (alias: string, column: HeldColumn) =>
    column.type === type ? `${alias}.${column.id}` : `CAST(${alias}.${column.id} AS ${sqlTypes[type]})`;
  return `${as("l", here)} = ${as("r", there)}`;
}

/** A cell of the table here; of a full join, a key stands for both tables. */
function cellSql(id: string, { how }: JoinStep, keys: readonly JoinKey[]): string {
  const key = how === "full" ? keys.find(({ here }) => here.id === id) : undefined;
  if (!key) return `l.${id}`;
  const type = sqlTypes[key.type];
  return `coalesce(CAST(l.${id} AS ${type}), CAST(r.${key.there.id} AS ${type})) AS ${id}`;
}
