import * as z from "zod";
import { columnText } from "../formula-tokens";
import { added, changedEach, isTrainingIn, joinedBy, valueIn } from "./ops";
import { addColumns, changeCells, columnsOfType } from "./cells";
import { numeric } from "./form";
import { fitSql, isTraining, momentsSql, numbersJson, numbersLearned, trainingRows } from "./learned";
import { finite, names } from "./schema";
import { stepKind, type HeldColumn, type Place } from "./step";

const schema = z.strictObject({
  kind: z.literal("outliers"),
  columns: names,
  how: z.enum(["tukey", "z", "quantile"]),
  /** Widths of the box, standard deviations, or the share of rows at each end. */
  k: finite.min(0, "expected a number of at least 0").max(1_000),
  act: z.enum(["flag", "clip", "drop"]),
});
type Step = z.output<typeof schema>;

/** Marks, bounds or drops numbers far from the others, by bounds that are learned from the training rows. */
export const outliers = stepKind({
  schema,
  title: "Outliers",
  group: "Numbers",
  form: [
    { key: "columns", label: "Columns", as: "columns", types: numeric },
    {
      key: "how",
      label: "Outliers are",
      as: "choice",
      options: [
        { value: "tukey", label: "beyond k boxes from the quartiles (Tukey)" },
        { value: "z", label: "beyond k standard deviations from the mean" },
        { value: "quantile", label: "the share k of rows at each end" },
      ],
    },
    {
      key: "k",
      label: "k",
      hint: "Usual are 1.5 boxes, 3 deviations, a share of 0.01",
      as: "number",
      step: 0.01,
    },
    {
      key: "act",
      label: "What to do",
      hint: "After a split, only training rows are dropped",
      as: "choice",
      options: [
        { value: "flag", label: "mark them in a new column" },
        { value: "clip", label: "bring them to the bound" },
        { value: "drop", label: "drop their rows" },
      ],
    },
  ],
  defaults: () => ({ columns: [], how: "tukey", k: 1.5, act: "flag" }),
  onNewRows: ({ act }) => (act === "drop" ? "skip" : "apply"),
  learns: () => true,
  sentence: ({ columns, how, k, act }) => {
    const words = { flag: "Mark", clip: "Clip", drop: "Drop rows with" }[act];
    return `${words} outliers of ${columns.join(", ")} (${how}, ${k})`;
  },
  apply: (step, place) => {
    const columns = columnsOfType(place.columns, step.columns, numeric);
    const outside = (column: HeldColumn, [least, most]: readonly number[]) =>
      `(${column.id} < ${least}::DOUBLE OR ${column.id} > ${most}::DOUBLE)`;
    const bounds = columns.map((column) => numbersLearned(place, column, "bound") ?? [0, 0]);
    const fit = fitSql(columns, (column) => boundsSql(column, step, place));
    const all = columns.map((column, i) => outside(column, bounds[i]!));
    if (step.act === "flag") {
      const flags = columns.map(({ name }, i) => ({
        name: `${name} is an outlier`,
        type: "boolean" as const,
        sql: all[i]!,
      }));
      return { ...addColumns(place, flags), fit };
    }
    if (step.act === "clip") {
      const clipped = columns.map((column, i) => ({
        column,
        type: "number" as const,
        sql: `CASE WHEN ${column.id} < ${bounds[i]![0]}::DOUBLE THEN ${bounds[i]![0]}::DOUBLE
          WHEN ${column.id} > ${bounds[i]![1]}::DOUBLE THEN ${bounds[i]![1]}::DOUBLE ELSE ${column.id} END`,
      }));
      return { ...changeCells(place, clipped), fit };
    }
    const gone = `coalesce(${all.join(" OR ")}, false) AND ${isTraining(place)}`;
    return { columns: [...place.columns], sql: `SELECT * FROM ${place.from} WHERE NOT (${gone})`, fit };
  },
  ops: (step, place) => {
    const columns = columnsOfType(place.columns, step.columns, numeric);
    const bounds = (column: HeldColumn) =>
      numbersLearned(place, column, "bound")!.map((bound) => valueIn(bound, "number")) as [string, string];
    const outside = (column: HeldColumn) => {
      const [ref, [least, most]] = [columnText(column.name), bounds(column)];
      return `(${ref} < ${least} or ${ref} > ${most})`;
    };
    if (step.act === "drop") {
      const training = isTrainingIn(place.columns);
      const gone = `coalesce(${joinedBy("or", columns.map(outside))}, false()) and ${training}`;
      return [{ op: "keep", formula: `not (${gone})` }];
    }
    if (step.act === "flag")
      return added(
        ...columns.map((column) => ({
          name: `${column.name} is an outlier`,
          type: "boolean" as const,
          formula: outside(column),
        })),
      );
    const clipped = (ref: string, column: HeldColumn) => {
      const [least, most] = bounds(column);
      return `case(${ref} < ${least}, ${least}, ${ref} > ${most}, ${most}, ${ref})`;
    };
    return changedEach(columns, clipped, { type: "number" });
  },
});

function boundsSql(column: HeldColumn, { how, k }: Step, place: Place): string {
  const rows = trainingRows(place);
  if (how === "z") return numbersJson([`mean - ${k} * sd`, `mean + ${k} * sd`], momentsSql(column, rows));
  const share = how === "tukey" ? 0.25 : Math.min(k, 0.5);
  const quantiles = `SELECT quantile_cont(CAST(${column.id} AS DOUBLE), ${share}) AS low,
    quantile_cont(CAST(${column.id} AS DOUBLE), ${1 - share}) AS high FROM ${rows}`;
  const width = how === "tukey" ? `${k} * (high - low)` : "0";
  return numbersJson([`low - ${width}`, `high + ${width}`], quantiles);
}
