import type { Finding } from "./profile";
import type { Step } from "./recipe";

/**
 * The steps that drop every column which findings would drop, in an order that works: where rows repeat an
 * entity, its split comes first, because it needs the column that says which entity a row is of.
 *
 * @returns no steps where nothing is to be dropped
 */
export function dropAll(findings: readonly Finding[]): Step[] {
  const steps = findings.flatMap(({ fix }) => fix?.steps ?? []);
  const columns = [...new Set(steps.flatMap((step) => (step.kind === "drop" ? step.columns : [])))];
  if (columns.length === 0) return [];
  const splits = steps.filter((step) => step.kind === "split" && step.how === "grouped");
  const needed = splits.find((step) => step.kind === "split" && columns.includes(step.group ?? ""));
  return [...(needed ? [needed] : []), { kind: "drop", columns }];
}
