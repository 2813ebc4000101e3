import { integer } from "@/lib/format";
import type { Choice } from "./schema";

/** What a row got, and why: one class that all asked labels agree on, or what was settled. */
export type Outcome = "labelled" | "settled" | "disagreed" | "incomplete" | "unlabelled";
/** How often each class was said of a row, by the place of the class, and what was settled. */
export type RowLabels = { counts: readonly number[]; settled: number | null };

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

/** The class that a row has by its labels, by its place; none where they are too few or say several. */
export function outcomeOf(
  { counts, settled }: RowLabels,
  perRow: number,
): { outcome: Outcome; class: number | null } {
  if (settled !== null) return { outcome: "settled", class: settled };
  const labels = total(counts);
  if (labels === 0) return { outcome: "unlabelled", class: null };
  if (counts.filter((count) => count > 0).length > 1) return { outcome: "disagreed", class: null };
  if (labels < perRow) return { outcome: "incomplete", class: null };
  return { outcome: "labelled", class: counts.findIndex((count) => count > 0) };
}

/** The class that more than half of a row's labels say, by its place; `tie` where two are said most often. */
export function majorityOf(counts: readonly number[]): number | "tie" | "none" {
  const most = Math.max(...counts);
  if (most * 2 > total(counts)) return counts.indexOf(most);
  return counts.filter((count) => count === most).length > 1 && most > 0 ? "tie" : "none";
}

/** How rows were chosen; `hidden` where it may speak of values that are masked for the reader. */
export type ShownChoice = (Choice & { leftOut?: number }) | { kind: Choice["kind"]; hidden: true };

/** How the rows of a task were chosen, in words. */
export function choiceWords(choice: ShownChoice): string {
  if ("hidden" in choice) return "rows by what may speak of masked columns";
  const where = "filter" in choice && choice.filter ? ` where ${choice.filter}` : "";
  if (choice.kind === "filter") return where ? `rows${where}` : "all rows";
  if (choice.kind === "keys") return `rows by ${integer(choice.values.length)} values of ${choice.column}`;
  if (choice.kind === "random") return `rows by chance${where}, seed ${choice.seed}`;
  const { model } = choice;
  const who = "run" in model ? `run ${model.run}` : `${model.name} v${model.version}`;
  const left = choice.leftOut ? `; ${integer(choice.leftOut)} that it cannot answer are left out` : "";
  return `rows that ${who} is least sure of${where}${left}`;
}
