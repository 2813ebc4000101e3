import type { ColumnType } from "@/lib/frame/frame";
import type { ColumnProfile, Correlations, Finding, Matrix, Profile, SampledMatrix } from "../profile";

/** A value as text and how often it stands in a column. */
export type Counted = { value: string; count: number };
/** In which order a column's values come, row after row, missing cells left out. */
export type Monotony = "strictly increasing" | "increasing" | "strictly decreasing" | "decreasing";

/** What a report says of a column beside its profile; null where a figure means nothing for its type. */
export type VariableFigures = {
  quantiles: { p: number; value: number }[] | null;
  iqr: number | null;
  /** Median absolute deviation, not scaled. */
  mad: number | null;
  range: number | null;
  variance: number | null;
  /** Standard deviation over mean. */
  variation: number | null;
  sum: number | null;
  zeros: number | null;
  negatives: number | null;
  monotony: Monotony | null;
  /** Equal bins over all values, from the least to the greatest. */
  bins: { from: number; to: number; counts: number[] } | null;
  top: Counted[];
  /** Values that stand there once. */
  singles: number;
  lowest: Counted[] | null;
  highest: Counted[] | null;
  text: TextFigures | null;
};

/** Lengths are in code points; words are what stands between blanks. */
export type TextFigures = {
  lengths: { min: number; median: number; mean: number; max: number };
  characters: number;
  distinctCharacters: number;
  /** Null where more texts differ than are taken apart. */
  words: Counted[] | null;
};

export type Variable = Omit<ColumnProfile, "top"> & VariableFigures;
/** Points of two columns: `drawn` of the `rows` rows that have both, by the hash of the row's number. */
export type Interaction = { x: string; y: string; rows: number; points: [number, number][] };

/** Where cells are missing: only columns that lack some are listed, `of` is how many such there are. */
export type MissingPatterns = {
  columns: string[];
  of: number;
  /** The share of cells that each column lacks in each block of rows, one after the other. */
  blocks: { rows: number; shares: number[][] };
  /** Pearson's r of "is missing" between columns. */
  together: Matrix | null;
};

export type Cell = string | number | boolean | null;
/** Rows that are equal in all columns: `rows` beyond the first of each group, the largest as examples. */
export type Duplicates = {
  groups: number;
  rows: number;
  examples: { row: number; count: number; cells: Cell[] }[];
};

/** The quality of a table: all that is told of it, each figure over all rows where no note says otherwise. */
export type TableReport = Omit<Profile, "columns" | "correlations"> & {
  types: Partial<Record<ColumnType, number>>;
  missingCells: number;
  variables: Variable[];
  interactions: Interaction[];
  correlations: Correlations & {
    /** Kendall's tau-b. */
    kendall: SampledMatrix | null;
    /** Of 0 to 1: |rho| of two numbers, V of two categories, the correlation ratio of one of each. */
    mixed: Matrix | null;
    /** Columns that could stand in a matrix of numbers, and in one of categories. */
    numbers: number;
    categories: number;
  };
  missing: MissingPatterns;
  duplicates: Duplicates;
  sample: { first: Cell[][]; last: Cell[][] };
  findings: Finding[];
};

/** What a report is of, when and by whom it was made. */
export type Provenance = {
  project: string;
  dataset: string;
  version: number;
  sha256: string;
  bytes: number;
  origin: string;
  source: string;
  sourceSha256: string | null;
  simulated: boolean;
  /** Whether rows of it, or of what it was made from, were synthesised. */
  synthetic: boolean;
  madeAt: string;
  madeBy: string;
  reportedAt: string;
  reportedBy: string;
};
/** A report as it is sent and shared. */
export type QualityReport = TableReport & { provenance: Provenance };
