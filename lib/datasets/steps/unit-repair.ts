import * as z from "zod";
import { AppError } from "@/lib/errors";
import { changeCells, columnsOfType } from "./cells";
import { firstOfType, numeric } from "./form";
import { fitSql, numbersLearned, trainingRows } from "./learned";
import { finite, name } from "./schema";
import { stepKind } from "./step";

/**
 * Brings numbers to one unit by a column that measures the same: where the ratio of both is nearer to a
 * factor of the typical ratio than to the ratio itself, the number is divided by the factor.
 */
export const unitRepair = stepKind({
  schema: z.strictObject({
    kind: z.literal("unit-repair"),
    column: name,
    reference: name,
    factors: z.array(finite.positive("expected a factor above 0")).min(1, "expected a factor").max(20),
  }),
  title: "Repair mixed units",
  group: "Numbers",
  form: [
    { key: "column", label: "Column of mixed units", as: "column", types: numeric },
    { key: "reference", label: "Column that measures the same", as: "column", types: numeric },
    {
      key: "factors",
      label: "Factors of wrong units",
      hint: "1000 where some are in metres and most in kilometres",
      as: "numbers",
    },
  ],
  defaults: (columns) => ({ column: firstOfType(columns, numeric), reference: "", factors: [1000] }),
  onNewRows: "apply",
  learns: () => true,
  sentence: (step) => `Repair units of ${step.column} by ${step.reference} (${step.factors.join(", ")})`,
  apply: (step, place) => {
    const [column, reference] = columnsOfType(place.columns, [step.column, step.reference], numeric);
    if (!reference) throw new AppError("INVALID", "A column cannot be repaired by itself.");
    const ratio = `CAST(${column!.id} AS DOUBLE) / nullif(CAST(${reference.id} AS DOUBLE), 0)`;
    const [typical] = numbersLearned(place, column!, "ratio") ?? [1];
    // How far a ratio is from one that is `factor` times the typical one, in factors.
    const far = (factor: number) =>
      `abs(ln(CASE WHEN ${ratio} / ${typical} > 0 AND isfinite(${ratio} / ${typical})
        THEN ${ratio} / ${typical} END) - ${Math.log(factor)})`;
    const cases = step.factors.map((factor) => {
      const others = [1, ...step.factors].filter((other) => other !== factor);
      const nearest = others.map((other) => `${far(factor)} < ${far(other)}`).join(" AND ");
      return `WHEN ${nearest} THEN CAST(${column!.id} AS DOUBLE) / ${factor}::DOUBLE`;
    });
    const sql = `CASE ${cases.join(" ")} ELSE CAST(${column!.id} AS DOUBLE) END`;
    return {
      ...changeCells(place, [{ column: column!, type: "number", sql }]),
      fit: fitSql(
        [column!],
        () => `SELECT CASE WHEN isfinite(r) AND r <> 0 THEN to_json([r]) END
          FROM (SELECT median(${ratio}) AS r FROM ${trainingRows(place)})`,
      ),
    };
  },
});
