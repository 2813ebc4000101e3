import * as z from "zod";
import { changedEach, valueIn } from "./ops";
import { changeCells, columnsOfType } from "./cells";
import { numeric } from "./form";
import { countedCells, fitSql, momentsSql, numbersJson, numbersLearned, trainingRows } from "./learned";
import { names } from "./schema";
import { stepKind, type HeldColumn, type Place } from "./step";

const schema = z.strictObject({
  kind: z.literal("scale"),
  columns: names,
  how: z.enum(["standard", "min-max", "robust"]),
});
type Step = z.output<typeof schema>;

/** Brings numbers to one scale, by what is learned from the training rows; a constant column becomes 0. */
export const scale = stepKind({
  schema,
  title: "Scale numbers",
  group: "Numbers",
  form: [
    { key: "columns", label: "Columns", as: "columns", types: numeric },
    {
      key: "how",
      label: "Scale",
      as: "choice",
      options: [
        { value: "standard", label: "mean 0, standard deviation 1" },
        { value: "min-max", label: "0 to 1" },
        { value: "robust", label: "median 0, quartiles 1 apart" },
      ],
    },
  ],
  defaults: () => ({ columns: [], how: "standard" }),
  onNewRows: "apply",
  learns: () => true,
  sentence: ({ columns, how }) => `Scale ${columns.join(", ")} (${how})`,
  apply: (step, place) => {
    const columns = columnsOfType(place.columns, step.columns, numeric);
    const learned = columns.map((column) => numbersLearned(place, column, "scale") ?? [0, 1, 0, 0]);
    const cells = columns.map((column, i) => {
      const [center, width] = learned[i]!;
      const sql = `(CAST(${column.id} AS DOUBLE) - ${center}::DOUBLE) / ${width || 1}::DOUBLE`;
      return { column, type: "number" as const, sql: `CASE WHEN isfinite(${sql}) THEN ${sql} END` };
    });
    const beyond = columns.map((column, i) => {
      const [, , least, most] = learned[i]!;
      return { column, where: `${column.id} < ${least}::DOUBLE OR ${column.id} > ${most}::DOUBLE` };
    });
    return {
      ...changeCells(place, cells),
      ...(place.fitted
        ? { check: countedCells(place.from, beyond, "lie outside of the range of the training rows") }
        : {}),
      fit: fitSql(columns, (column) => scaleSql(column, step, place)),
    };
  },
  ops: (step, place) =>
    changedEach(
      columnsOfType(place.columns, step.columns, numeric),
      (ref, column) => {
        const [center, width] = numbersLearned(place, column, "scale")!;
        return `(${ref} - ${valueIn(center!, "number")}) / ${valueIn(width || 1, "number")}`;
      },
      { type: "number" },
    ),
});

/** The centre, the width, and the range of the training rows. */
function scaleSql(column: HeldColumn, { how }: Step, place: Place): string {
  const rows = trainingRows(place);
  const x = `CAST(${column.id} AS DOUBLE)`;
  const range = `SELECT min(${x}) AS least, max(${x}) AS most FROM ${rows}`;
  if (how === "min-max") return numbersJson(["least", "most - least", "least", "most"], range);
  const spread =
    how === "standard"
      ? momentsSql(column, rows)
      : `SELECT median(${x}) AS mean, quantile_cont(${x}, 0.75) - quantile_cont(${x}, 0.25) AS sd
          FROM ${rows}`;
  return numbersJson(["mean", "sd", "least", "most"], `SELECT * FROM (${spread}), (${range})`);
}
