import * as z from "zod";
import { columnText } from "../formula-tokens";
import { bind } from "../formulas/sql";
import { added, changed, valueIn } from "./ops";
import { AppError } from "@/lib/errors";
import { changeCells, columnsOfType } from "./cells";
import { firstOfType, numeric } from "./form";
import { fitSql, numbersLearned, trainingRows } from "./learned";
import { finite as number, name } from "./schema";
import { findColumn, stepKind } from "./step";

const schema = z.strictObject({
  kind: z.literal("unit-repair"),
  column: name,
  reference: name,
  factors: z.array(number.positive("expected a factor above 0")).min(1, "expected a factor").max(20),
});
type Step = z.output<typeof schema>;

/**
 * Brings numbers to one unit by a column that measures the same: where the ratio of both is nearer to a
 * factor of the typical ratio than to the ratio itself, the number is divided by the factor.
 */
export const unitRepair = stepKind({
  schema,
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
    const sql = bind(
      `{x: CAST(${column!.id} AS DOUBLE), q: ${finite(`${finite(ratio)} / ${typical}::DOUBLE`)}}`,
      `CASE WHEN false THEN v.x ${factorsOf(step)
        .map((one, _, all) => repairedSql(one, all))
        .join(" ")}
        ELSE v.x END`,
    );
    return {
      ...changeCells(place, [{ column: column!, type: "number", sql: finite(sql) }]),
      fit: fitSql(
        [column!],
        () => `SELECT CASE WHEN isfinite(r) AND r <> 0 THEN to_json([r]) END
          FROM (SELECT median(${ratio}) AS r FROM ${trainingRows(place)})`,
      ),
    };
  },
  ops: (step, place) => {
    const column = findColumn(place.columns, step.column);
    const [typical] = numbersLearned(place, column, "ratio")!;
    return added(changed(column, repairedFormula(step, typical!), { type: "number" }));
  },
});

/** A number is never repaired by the factor 1. */
const factorsOf = ({ factors }: Step) => factors.filter((factor) => factor !== 1);
const others = (factor: number, factors: readonly number[]) =>
  [1, ...factors].filter((other) => other !== factor);
const finite = (sql: string) => `list_transform([${sql}], lambda z: CASE WHEN isfinite(z) THEN z END)[1]`;

/** Where a ratio is nearest to a factor of the typical one: by how often the one goes into the other. */
function repairedSql(factor: number, factors: readonly number[]): string {
  const far = (one: number) =>
    finite(
      `CASE WHEN v.q >= ${one}::DOUBLE THEN v.q / ${one}::DOUBLE WHEN v.q > 0 THEN ${one}::DOUBLE / v.q END`,
    );
  const nearest = others(factor, factors).map((other) => `${far(factor)} < ${far(other)}`);
  return `WHEN ${nearest.join(" AND ")} THEN v.x / ${factor}::DOUBLE`;
}

/** The same as a formula. */
function repairedFormula(step: Step, typical: number): string {
  const { column, reference } = step;
  const factors = factorsOf(step);
  const x = columnText(column);
  const q = `${x} / ${columnText(reference)} / ${valueIn(typical, "number")}`;
  const far = (one: number) => {
    const f = valueIn(one, "number");
    return `case(${q} >= ${f}, ${q} / ${f}, ${q} > 0, ${f} / (${q}))`;
  };
  const cases = factors.map((factor) => {
    const nearest = others(factor, factors).map((other) => `${far(factor)} < ${far(other)}`);
    return `${nearest.join(" and ")}, ${x} / ${valueIn(factor, "number")}`;
  });
  return cases.length === 0 ? x : `case(${[...cases, x].join(", ")})`;
}
