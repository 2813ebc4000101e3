import type { ColumnType } from "@/lib/frame/frame";
import type { Description } from "@/lib/stats/describe";
import type { Step } from "./recipe";

/**
 * A value and how often it stands in a column; `inClass` counts those rows that are of the target's class.
 */
export type ValueCount = { value: string; count: number; inClass: number | null };

export type AssociationMethod = "Pearson" | "point-biserial" | "Cramér’s V" | "correlation ratio";

export type ColumnProfile = {
  name: string;
  type: ColumnType;
  missing: number;
  distinct: number;
  /** For numbers, truth values and dates (milliseconds). */
  description: Description | null;
  histogram: { min: number; max: number; counts: number[]; classCounts: number[] | null } | null;
  /** The most frequent values, for text and truth values. */
  top: ValueCount[] | null;
  /**
   * Association with the target, over rows that have both: Pearson's r (point-biserial where the target has
   * two values), Cramér's V of two categories, the correlation ratio of a number and a category.
   */
  association: { value: number; method: AssociationMethod } | null;
  /** What a finding says about it, in a word. */
  flag: "target" | "copy" | "constant" | "identifier" | null;
};

/** Something worth knowing about a dataset, in words, with what mends it. */
export type Finding = {
  kind:
    "unit-copy" | "monotone-copy" | "identifier" | "constant" | "imbalance" | "repeated-entity" | "missing";
  title: string;
  detail: string;
  columns: string[];
  fix: { label: string; steps: Step[] } | null;
};

/** One value for each pair of columns, in an order that puts alike columns side by side. */
export type Matrix = { columns: string[]; values: (number | null)[][] };
/** A matrix over `rows` of the table's `of` rows: all, or those drawn by the hash of their number. */
export type SampledMatrix = Matrix & { rows: number; of: number };
/**
 * Pearson and Spearman of numbers, dates and truth values (point-biserial);
 * Cramér's V of categories and truth values.
 */
export type Correlations = { pearson: Matrix | null; spearman: Matrix | null; cramersV: Matrix | null };

export type Profile = {
  rows: number;
  /** `unlabelled` rows have no target: the class, its share and associations leave them out. */
  target: { name: string; class: string; share: number; unlabelled?: number } | null;
  /** The column asked for as target, where it has not two values; rows that lack it are in no association. */
  against?: { name: string; unlabelled: number } | null;
  columns: ColumnProfile[];
  correlations: Correlations | null;
  findings: Finding[];
};
