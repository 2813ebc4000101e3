import * as z from "zod";
import { pythonCells } from "./ops";
import { isTraining } from "./learned";
import { name, seed } from "./schema";
import { findColumn, rowNumber, stepKind } from "./step";

/** As many training rows of each class, by leaving some out or repeating some; other rows stay. */
export const balance = stepKind({
  schema: z.strictObject({
    kind: z.literal("balance"),
    label: name,
    how: z.enum(["fewer", "repeat"]),
    seed,
  }),
  title: "Balance classes",
  group: "Rows",
  form: [
    { key: "label", label: "Class", as: "column" },
    {
      key: "how",
      label: "How",
      hint: "After a split, training rows alone are balanced",
      as: "choice",
      options: [
        { value: "fewer", label: "leave rows of frequent classes out" },
        { value: "repeat", label: "repeat rows of rare classes" },
      ],
    },
    { key: "seed", label: "Seed", as: "number", step: 1, least: 0 },
  ],
  defaults: (columns) => ({
    label: columns.findLast(({ type }) => type === "boolean")?.name ?? "",
    how: "fewer",
    seed: 42,
  }),
  onNewRows: "skip",
  learns: () => true,
  sentence: (step) =>
    `Balance ${step.label}, ${step.how === "fewer" ? "fewer rows" : "repeated rows"}, seed ${step.seed}`,
  apply: (step, place) => {
    const { columns, from } = place;
    const { id } = findColumn(columns, step.label);
    const counts = `${isTraining(place)} AND ${id} IS NOT NULL`;
    const order = `md5('${step.seed}:' || ${rowNumber}), ${rowNumber}`;
    const drawn = `SELECT *, ${counts} AS counts, count(*) OVER (PARTITION BY ${id}, ${counts}) AS size,
      row_number() OVER (PARTITION BY ${id}, ${counts} ORDER BY ${order}) AS place FROM ${from}`;
    const bounded = `SELECT *, min(size) FILTER (WHERE counts) OVER () AS least,
      max(size) FILTER (WHERE counts) OVER () AS most FROM (${drawn})`;
    const ids = columns.map((column) => column.id).join(", ");
    if (step.how === "fewer") {
      const sql = `SELECT ${ids}, ${rowNumber} FROM (${bounded}) WHERE NOT counts OR place <= least`;
      return { columns: [...columns], sql };
    }
    const copies = `CASE WHEN counts THEN most // size + CAST(place <= most % size AS BIGINT) ELSE 1 END`;
    const repeated = `SELECT ${ids}, ${rowNumber}, unnest(range(${copies})) AS copy FROM (${bounded})`;
    const number = `row_number() OVER (ORDER BY ${rowNumber}, copy) - 1 AS ${rowNumber}`;
    return { columns: [...columns], sql: `SELECT ${ids}, ${number} FROM (${repeated})` };
  },
  ops: ({ label, how, seed: from }) => [
    { op: "python", lines: [`df = balance_rows(df, ${pythonCells(label)}, "${how}", ${from})`] },
  ],
});
