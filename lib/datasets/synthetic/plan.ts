import type { Synthesis } from "./report";
import type { ToSynthesise } from "./request";
import type { ColumnPlan } from "./treatment";

/** How synthetic rows of a version would be made. */
export type SynthesisPlan = {
  columns: ColumnPlan[];
  fitted: Synthesis["fitted"];
  /** How many different values the column of classes has; null without one. */
  values: number | null;
  /** Its classes with the rows learned from, and how many each lacks; null where there are too many. */
  classes: { value: string; rows: number; lacking: number }[] | null;
  /** A class of fewer rows is not made. */
  leastRows: number;
};

/** Which columns are made, and the column of which classes are counted. */
export type ToPlan = { asked: Pick<ToSynthesise, "leftOut" | "roles">; byClass: string | null };
