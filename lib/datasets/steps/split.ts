import * as z from "zod";
import { pythonCells, pythonPut } from "./ops";
import { splitOp } from "./split-ops";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { splitColumn } from "../split-column";
import { name, seed } from "./schema";
import {
  findColumn,
  projection,
  requireFreeName,
  rowNumber,
  stepKind,
  type Check,
  type HeldColumn,
} from "./step";

const schema = z.strictObject({
  kind: z.literal("split"),
  how: z.enum(["random", "grouped", "time"]),
  test: z.number().min(0.01, "expected a share of at least 0.01").max(0.9, "expected a share of at most 0.9"),
  seed,
  stratify: name.optional(),
  group: name.optional(),
  time: name.optional(),
});
type Step = z.output<typeof schema>;
type Columns = {
  stratify: HeldColumn | undefined;
  group: HeldColumn | undefined;
  time: HeldColumn | undefined;
};

/**
 * Says of each row whether it is for training or for the test.
 * Chance is drawn by MD5 of the seed and the row's number or group, which every engine can repeat.
 */
export const split = stepKind({
  schema,
  title: "Split for training and test",
  group: "Split",
  form: [
    { key: "how", label: "How", as: "choice", options: ["random", "grouped", "time"] },
    {
      key: "group",
      label: "Group, kept together",
      as: "column",
      empty: "Choose a column",
      when: { key: "how", is: ["grouped"] },
    },
    {
      key: "time",
      label: "Time; the latest rows are the test",
      as: "column",
      types: ["date", "integer", "number"],
      empty: "Choose a column",
      when: { key: "how", is: ["time"] },
    },
    {
      key: "stratify",
      label: "Same shares of",
      as: "column",
      empty: "nothing",
      when: { key: "how", is: ["random", "grouped"] },
    },
    { key: "test", label: "Share for test", as: "number", step: 0.01, least: 0.01, most: 0.9 },
    { key: "seed", label: "Seed", as: "number", step: 1, least: 0 },
  ],
  defaults: (columns) => {
    const target = columns.findLast(({ type }) => type === "boolean")?.name;
    return { how: "random", test: 0.1, seed: 42, ...(target ? { stratify: target } : {}) };
  },
  onNewRows: "skip",
  sentence: ({ test, how, group, time, seed: from }) => {
    const by = how === "random" ? "" : `, by ${how === "time" ? time : group}`;
    return `Split ${Math.round(test * 100)} % for test${by}${how === "time" ? "" : `, seed ${from}`}`;
  },
  apply: (step, { columns, from, into, freshId }) => {
    requireFreeName(columns, splitColumn);
    const id = freshId();
    const named: Columns = {
      stratify: step.stratify === undefined ? undefined : findColumn(columns, step.stratify),
      group:
        step.how === "grouped"
          ? findColumn(columns, step.group ?? missingColumn("grouped", "group"))
          : undefined,
      time: step.how === "time" ? timeColumn(columns, step) : undefined,
    };
    const after: HeldColumn[] = [...columns, { id, name: splitColumn, type: "text" }];
    const drawn = named.time
      ? timeSql(step, named.time, from)
      : named.group
        ? groupedSql(step, named, from)
        : randomSql(step, named, from);
    const part = new Map([[id, `CASE WHEN in_test THEN 'test' ELSE 'train' END`]]);
    return {
      columns: after,
      sql: projection(after, `(${drawn})`, part),
      check: partsOf(step, named, id, into),
    };
  },
  ops: ({ how, ...step }, { columns }) => {
    if (how !== "time") return [splitOp({ ...step, how }, columns)];
    const code = `split_time(df, ${pythonCells(step.time)}, "${1 - step.test}")`;
    return [pythonPut(columns, { name: splitColumn, type: "text" }, code)];
  },
});

function missingColumn(how: string, what: string): never {
  throw new AppError("INVALID", `A ${how} split needs the column that names the ${what}.`);
}

function timeColumn(columns: readonly HeldColumn[], { time }: Step): HeldColumn {
  const column = findColumn(columns, time ?? missingColumn("time", "time"));
  if (column.type !== "text" && column.type !== "boolean") return column;
  throw new AppError("INVALID", `${column.name} holds no times and no numbers.`);
}

/** The latest rows are the test, those of one time together; a row without a time is for training. */
function timeSql({ test }: Step, { id }: HeldColumn, relation: string): string {
  const cut = `quantile_disc(${id}, ${1 - test}) FILTER (WHERE ${id} IS NOT NULL) OVER ()`;
  return `SELECT * EXCLUDE (time_cut), coalesce(${id} > time_cut, false) AS in_test
    FROM (SELECT *, ${cut} AS time_cut FROM ${relation})`;
}

function stratumSql({ stratify }: Columns): string {
  return stratify ? `coalesce(CAST(${stratify.id} AS VARCHAR), '')` : "''";
}

/** In each stratum, the rows first by MD5 are the test. */
function randomSql({ test, seed: from }: Step, columns: Columns, relation: string): string {
  const stratum = stratumSql(columns);
  const draw = `md5('${from}:' || ${rowNumber}), ${rowNumber}`;
  const place = `row_number() OVER (PARTITION BY ${stratum} ORDER BY ${draw})`;
  return `SELECT *, ${place} <= round(count(*) OVER (PARTITION BY ${stratum}) * ${test}) AS in_test
    FROM ${relation}`;
}

/**
 * Whole groups, first by MD5, as many as come nearest to the share; rows without a group are each their own.
 * Of two groups or more, one at least is the test and one at least is for training.
 */
function groupedSql({ test, seed: from }: Step, columns: Columns, relation: string): string {
  const { id } = columns.group!;
  const key = `CASE WHEN ${id} IS NULL THEN 'r' || ${rowNumber} ELSE 'g' || CAST(${id} AS VARCHAR) END`;
  const rows = `(SELECT *, ${key} AS group_key FROM ${relation})`;
  const groups = `SELECT group_key, max(${stratumSql(columns)}) AS stratum, count(*) AS n,
    md5('${from}:' || substr(group_key, 2)) AS draw FROM ${rows} GROUP BY group_key`;
  const order = "ORDER BY draw, group_key";
  const before = `sum(n) OVER (PARTITION BY stratum ${order} ROWS UNBOUNDED PRECEDING) - n / 2.0`;
  const near = `SELECT *, ${before} < sum(n) OVER (PARTITION BY stratum) * ${test} AS near FROM (${groups})`;
  const some = `near AND NOT (bool_and(near) OVER () AND count(*) OVER () > 1
    AND row_number() OVER (${order}) = 1)`;
  const one = `NOT bool_or(near) OVER () AND count(*) OVER () > 1
    AND row_number() OVER (ORDER BY n, draw, group_key) = 1`;
  const chosen = `SELECT group_key, ${some} OR ${one} AS in_test FROM (${near})`;
  return `SELECT r.*, c.in_test FROM ${rows} r JOIN (${chosen}) c USING (group_key)`;
}

/** Rows, groups and classes on both sides; a side without a row forbids saving. */
function partsOf({ test }: Step, { stratify, group }: Columns, id: string, into: string): Check {
  const count = (what: string, part: string) =>
    `count(${what}) FILTER (WHERE ${id} = '${part}')::DOUBLE AS ${part}`;
  const groupsIn = (part: string) =>
    `${part} := count(DISTINCT ${group!.id}) FILTER (WHERE ${id} = '${part}')::DOUBLE`;
  const groups = group
    ? `, (SELECT struct_pack(${groupsIn("train")}, ${groupsIn("test")}) FROM ${into}) AS groups`
    : "";
  const without = stratify
    ? `, (SELECT count(*)::DOUBLE FROM (
      SELECT 1 FROM ${into} GROUP BY ${stratify.id} HAVING count(*) FILTER (WHERE ${id} = 'test') = 0
    )) AS without`
    : "";
  return {
    sql: `SELECT ${count("*", "train")}, ${count("*", "test")}${groups}${without} FROM ${into}`,
    facts: (row) => {
      const [trainRows, testRows] = [Number(row.train), Number(row.test)];
      const share = `${((100 * testRows) / Math.max(1, trainRows + testRows)).toFixed(1)} %`;
      const parts = row.groups as { train: number; test: number } | undefined;
      const ofGroups = parts
        ? `; ${integer(parts.test)} of ${integer(parts.train + parts.test)} groups of ${group!.name}`
        : "";
      const empty = testRows === 0 || trainRows === 0;
      const sides =
        `Test ${integer(testRows)} rows (${share}, asked ${(test * 100).toFixed(0)} %)${ofGroups}; ` +
        `training ${integer(trainRows)} rows`;
      const lacking = Number(row.without ?? 0);
      return [
        {
          text: empty ? `${sides}. One side would be empty: choose another share or another column.` : sides,
          count: testRows,
          blocks: empty,
        },
        ...(lacking > 0
          ? [
              {
                text:
                  `${integer(lacking)} ${lacking === 1 ? "value" : "values"} of ${stratify!.name} ` +
                  "would have no test row",
                count: lacking,
                blocks: false,
              },
            ]
          : []),
      ];
    },
  };
}
