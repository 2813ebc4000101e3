import * as z from "zod";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { columnsOfType } from "./cells";
import { namesOfType, numeric } from "./form";
import { fitSql, learnedOf, trainingRows } from "./learned";
import { anyNames, finite } from "./schema";
import { projection, stepKind, type HeldColumn, type Place } from "./step";

const mostColumns = 150;
const schema = z.strictObject({
  kind: z.literal("select-features"),
  columns: anyNames,
  variance: finite.min(0).optional(),
  correlation: finite.min(0).max(1).optional(),
});
type Step = z.output<typeof schema>;

/** Drops columns of numbers that hardly vary, or that say what one before them says. */
export const selectFeatures = stepKind({
  schema,
  title: "Drop columns that say little",
  group: "Columns",
  form: [
    { key: "columns", label: "Of these; none means all numbers", as: "columns", types: numeric },
    {
      key: "variance",
      label: "Drop up to this variance",
      as: "number",
      step: 0.01,
      least: 0,
      optional: true,
    },
    {
      key: "correlation",
      label: "Drop what correlates more than",
      hint: "With a column before it, whatever the sign",
      as: "number",
      step: 0.01,
      least: 0,
      most: 1,
      optional: true,
    },
  ],
  defaults: () => ({ columns: [], correlation: 0.95 }),
  onNewRows: "apply",
  learns: () => true,
  sentence: ({ variance, correlation }) => {
    const bounds = [
      ...(variance === undefined ? [] : [`variance up to ${variance}`]),
      ...(correlation === undefined ? [] : [`correlation above ${correlation}`]),
    ];
    return `Drop columns with ${bounds.join(" or ")}`;
  },
  apply: (step, place) => {
    if (step.variance === undefined && step.correlation === undefined)
      throw new AppError("INVALID", "Say which columns to drop: by variance, by correlation, or both.");
    const columns = compared(step, place.columns);
    if (columns.length > mostColumns)
      throw new AppError(
        "INVALID",
        `${integer(columns.length)} columns are too many to compare: choose at most ${mostColumns}.`,
      );
    if (columns.length === 0) throw new AppError("INVALID", "There is no column of numbers.");
    const fit = fitSql(columns, (column) => figuresSql(column, columns, place));
    const gone = place.fitted ? dropped(columns, step, place) : new Set<HeldColumn>();
    const kept = place.columns.filter((column) => !gone.has(column));
    if (kept.length === 0) throw new AppError("INVALID", "This would leave no column.");
    const sql = projection(kept, place.from);
    return { columns: kept, sql, fit, sameRows: true, ...(place.fitted ? {} : { open: true }) };
  },
  ops: (step, place) => {
    const gone = dropped(compared(step, place.columns), step, place);
    const kept = place.columns.filter((column) => !gone.has(column));
    return [{ op: "pick", names: kept.map(({ name }) => name) }];
  },
});

function compared(step: Step, columns: readonly HeldColumn[]): HeldColumn[] {
  const all = step.columns.length > 0 ? step.columns : namesOfType(columns, numeric);
  return columnsOfType(columns, all, numeric);
}

type Figures = { variance: number | null; correlations: (number | null)[] };

function dropped(columns: readonly HeldColumn[], step: Step, place: Pick<Place, "fitted">): Set<HeldColumn> {
  const gone = new Set<HeldColumn>();
  for (const [i, column] of columns.entries()) {
    const learned = JSON.parse(learnedOf(place, column, "figure")!) as Figures;
    const isConstant = step.variance !== undefined && (learned.variance ?? 0) <= step.variance;
    const repeats = columns
      .slice(0, i)
      .some((other, k) => !gone.has(other) && isAbove(learned.correlations[k], step.correlation));
    if (isConstant || repeats) gone.add(column);
  }
  return gone;
}

function isAbove(correlation: number | null | undefined, most: number | undefined): boolean {
  return most !== undefined && Math.abs(correlation ?? 0) > most;
}

/** The variance of a column, and its correlations with those before; too large squares are left out. */
function figuresSql(column: HeldColumn, columns: readonly HeldColumn[], place: Place): string {
  const x = ({ id }: HeldColumn) => `CASE WHEN abs(${id}) < 1e150 THEN CAST(${id} AS DOUBLE) END`;
  const before = columns.slice(0, columns.indexOf(column));
  const correlations = before.map((other) => `corr(${x(column)}, ${x(other)})`);
  const finiteOnes = `list_transform([${correlations.join(", ")}]::DOUBLE[],
    lambda r: CASE WHEN isfinite(r) THEN r END)`;
  return `SELECT to_json({'variance': var_samp(${x(column)}), 'correlations': ${finiteOnes}})
    FROM ${trainingRows(place)}`;
}
