import { pythonText } from "./ops";
import { tableWords } from "./table-ref";
import type { OpsPlace, RecipeOp } from "./step";
import { firstTable, unionPlan, type UnionStep } from "./union-plan";

/** A union in Python; `tables` are the second tables of the script. */
export function unionOp(step: UnionStep, place: OpsPlace): RecipeOp[] {
  const plan = unionPlan(step, { ...place, freshId: () => "source" });
  const name = (column: { name: string } | null) => (column ? pythonText(column.name) : "None");
  const columns = plan.columns.map(
    ({ here, there, after }) => `(${name(here)}, ${name(there)}, ${name(after)}, "${after.type}")`,
  );
  const words = pythonText(tableWords(step.table));
  const source = plan.source
    ? `(${name(plan.source)}, ${pythonText(step.here ?? firstTable)}, ${words})`
    : "None";
  return [
    {
      op: "python",
      lines: [`df = union_tables(df, tables[${words}], [${columns.join(", ")}], ${source})`],
      after: plan.columns.map(({ after }) => after),
    },
  ];
}
