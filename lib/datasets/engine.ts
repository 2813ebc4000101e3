import type { Asker } from "@/lib/fair-queue";
import type { ColumnSchema, Frame } from "@/lib/frame/frame";
import type { CellColumn } from "./cell-column";
import type { Changes } from "./changes";
import type { Dictionary } from "./dictionary";
import type { ExpectationKind, FailingRow, Validation } from "./expectations";
import type { ClusterBy, Clustered } from "./clusters/clusters";
import type { ColumnDetail } from "./column-detail";
import type { ColumnDrift, RowChange, RowComparison } from "./comparison";
import type { FacetCounts } from "./facets";
import type { FromExamples, FromExamplesAsked } from "./from-examples/answer";
import type { ImportPreview } from "./import-preview";
import type { ImportNote } from "./import-note";
import type { FailedCell } from "./failed-cell";
import type { ColumnOptions, ImportOptions } from "./import-options";
import type { Question } from "./import-question";
import type { ShownColumn } from "./mask";
import type { Profile, SampledMatrix } from "./profile";
import type { Step } from "./recipe";
import type { TableReport } from "./report/report";
import type { Fact, Fitted } from "./steps/step";
import type { SynthesisPlan, ToPlan } from "./synthetic/plan";
import type { Synthesis } from "./synthetic/report";
import type { ToSynthesise } from "./synthetic/request";

/** What a step of a recipe did, by its place from 0. */
export type StepFacts = { step: number; facts: Fact[] };

/** What a step does to rows and cells, counted; and the first cells that it changes or makes, as text. */
export type StepEffects = {
  step: number;
  rowsIn: number;
  rowsOut: number;
  /** Cells of columns that were there and have another value. */
  changed: number;
  /** Cells that had a value which could not be read. */
  failed: number;
  /** Other cells that had a value and have none, and cells without one in new columns. */
  missing: number;
  added: string[];
  dropped: string[];
  examples: Example[];
};
/** A cell before and after a step, by the row's number from 0. */
export type Example = { row: number; column: string; before: string | null; after: string | null };

/** A cell of a preview that the last step changed: the row by its place in the preview, and what it was. */
export type ChangedCell = { row: number; column: string; before: string | null };

/**
 * What was read from a file that is now Parquet: `used` is how, with all that was found out, `failed` the
 * cells that do not fit, the first some of them, `questions` what can be read in several ways.
 */
export type Imported = {
  columns: ColumnSchema[];
  rows: number;
  note?: ImportNote | null;
  used?: ImportOptions;
  /** How the rows met what is expected of them, where the request says what that is. */
  validation?: Validation;
  failed?: FailedCell[];
  questions?: Question[];
};
/** What is expected of the table that a request makes; beyond what is tolerated, none is made. */
type Expecting = { expect?: Dictionary | undefined; out: string };
export type FileFormat = "csv" | "ndjson" | "json" | "parquet" | "xlsx";

/**
 * Clusters of a column's values: the first `clusters` of `found`, with all their values. Of `distinct` values
 * `long` ones cannot be mapped, and `beyond` are less frequent than those that were compared.
 */
export type ColumnClusters = Clustered & { found: number; distinct: number; long: number; beyond: number };

/** Two near rows: how alike they are, their numbers from 0, what they are remembered by, and their cells. */
export type NearPair = {
  score: number;
  isApart: boolean;
  rows: [number, number];
  keys: [string, string];
  cells: [(string | null)[], (string | null)[]];
};

/**
 * A table that a query may name, and where its Parquet file is. `masked` are the columns of which the file
 * holds masks alone, for whoever it is read for (lib/datasets/masked-file.ts): nothing is found by them.
 */
export type NamedTable = {
  name: string;
  file: string;
  columns: ColumnSchema[];
  rows: number;
  masked: readonly string[];
};
/** The second table that a step of a recipe reads, by the step's place from 0. */
export type StepTable = NamedTable & { step: number };
/** Rows with their numbers from 1, and how many there are in all. */
export type FoundRows = { frame: Frame; numbers: number[]; total: number };
export type QueryAnswer = { frame: Frame; truncated: boolean; milliseconds: number };

/** The requests that a data process answers; each is one message. */
export type EngineRequests = {
  /** `options` say how the file is read; what they leave out, and all where there are none, is found out. */
  import: {
    input: {
      file: string;
      bytes: number;
      format: FileFormat;
      options?: ImportOptions;
      /** How columns of the version before were read, which decides between several readings. */
      before?: ColumnOptions[] | undefined;
    } & Expecting;
    output: Imported;
  };
  /** The first rows of a file as options would have it read; of a long one its beginning is looked at. */
  "import-preview": {
    input: {
      file: string;
      bytes: number;
      format: FileFormat;
      options?: ImportOptions;
      before?: ColumnOptions[] | undefined;
      rows: number;
      /** Whether less is looked at, so that the first rows are there at once. */
      first?: boolean | undefined;
    };
    output: ImportPreview;
  };
  /** Rows that a database sent, as text in a file of its own form (worker/sources/cell-file.ts). */
  cells: {
    input: { file: string; columns: CellColumn[]; rows: number } & Expecting;
    output: Imported;
  };
  /** What is other in the second table than in the first. */
  changes: { input: { tables: [NamedTable, NamedTable]; key: string[] }; output: Changes };
  /** Answers nothing where a file can be read as it is, and refuses with the choices where it cannot. */
  choices: {
    input: { file: string; bytes: number; format: FileFormat; sheet?: string | undefined };
    output: Record<string, never>;
  };
  write: { input: { frame: Frame } & Expecting; output: Imported };
  rows: { input: { table: NamedTable; offset: number; limit: number }; output: Frame };
  /** At most `limit` rows; `whole` is all of them, or a refusal. */
  query: { input: { sql: string; tables: NamedTable[]; limit: number | "whole" }; output: QueryAnswer };
  /**
   * `fitted` holds for each step what it learned elsewhere; without it, steps learn from these rows. Rows
   * that are `newRows` are to be predicted: none is dropped or drawn, and nothing is learned from them.
   */
  recipe: {
    input: {
      table: NamedTable;
      seconds?: StepTable[];
      steps: Step[];
      fitted?: (Fitted | null)[];
      newRows?: boolean;
    } & Expecting;
    output: Imported & { fitted: (Fitted | null)[]; facts: StepFacts[] };
  };
  /** `first` rows of the table alone; without it, all. */
  preview: {
    input: {
      table: NamedTable;
      seconds?: StepTable[];
      steps: Step[];
      limit: number;
      first?: number;
      fitted?: (Fitted | null)[];
      /** A formula over the columns after the steps: the rows that are shown of them. */
      where?: string | null;
    };
    output: {
      columns: ColumnSchema[];
      rows: number;
      /** How many rows `where` keeps, of which the first are shown, with their numbers from 0. */
      matching: number;
      sample: Frame;
      numbers: number[];
      facts: StepFacts[];
      effects: StepEffects[];
      changed: ChangedCell[];
    };
  };
  /** The values of a column after some steps, over the rows that a formula keeps: a page of them, or bins. */
  facet: {
    input: {
      table: NamedTable;
      seconds?: StepTable[];
      steps: Step[];
      column: string;
      where: string | null;
      as?: FacetCounts["as"] | undefined;
      search: string | null;
      offset: number;
      limit: number;
    };
    output: FacetCounts;
  };
  /** Values of a column after some steps that likely mean the same, over the rows that a formula keeps. */
  clusters: {
    input: {
      table: NamedTable;
      seconds?: StepTable[];
      steps: Step[];
      column: string;
      where: string | null;
      by: ClusterBy;
    };
    output: ColumnClusters;
  };
  /** Steps that make of values of a column what examples say. */
  "from-examples": {
    input: FromExamplesAsked & { table: NamedTable; seconds?: StepTable[]; steps: Step[] };
    output: FromExamples;
  };
  /** What tells a row after some steps from all others, as columns and what it holds there, as text. */
  "row-key": {
    input: { table: NamedTable; seconds?: StepTable[]; steps: Step[]; row: number };
    output: { key: [column: string, value: string][] };
  };
  /** A page of the pairs that the last of the steps finds near. */
  "near-pairs": {
    input: { table: NamedTable; seconds?: StepTable[]; steps: Step[]; offset: number; limit: number };
    output: { total: number; columns: string[]; pairs: NearPair[] };
  };
  profile: { input: { table: NamedTable; target: string | null }; output: Profile };
  /** All that a report says of a table; `pairs` are the ones whose points are shown, null the strongest. */
  report: {
    input: { table: NamedTable; target: string | null; pairs: [string, string][] | null };
    output: TableReport;
  };
  /** Kendall's tau-b of columns of numbers, or φk of all columns, over as many rows as its cost allows. */
  correlation: { input: { table: NamedTable; method: "kendall" | "phik" }; output: SampledMatrix };
  column: { input: { table: NamedTable; names: string[]; limit: number }; output: Frame };
  /** How the columns of two tables are distributed, before and after. */
  "compare-columns": { input: { tables: [NamedTable, NamedTable] }; output: ColumnDrift[] };
  /** How the rows of two tables differ by a key, and a page of those that do in one way. */
  "compare-rows": {
    input: {
      tables: [NamedTable, NamedTable];
      key: string[];
      kind: RowChange;
      offset: number;
      limit: number;
    };
    output: RowComparison;
  };
  /** Everything about one column: by class of a target, with another column, over a time. */
  "column-detail": {
    input: {
      table: NamedTable;
      column: string;
      target: string | null;
      other: string | null;
      time: string | null;
      bins: number;
      log: boolean;
    };
    output: ColumnDetail;
  };
  /** Rows that a formula keeps, sorted by a column, and how many there are. */
  "find-rows": {
    input: {
      table: NamedTable;
      filter: string | null;
      sort: { column: string; down: boolean } | null;
      offset: number;
      limit: number;
    };
    output: FoundRows;
  };
  /** The same rows, chosen columns of them, as a CSV or Parquet file. */
  "save-rows": {
    input: {
      table: NamedTable;
      filter: string | null;
      sort: { column: string; down: boolean } | null;
      columns: string[];
      format: "csv" | "parquet";
      guard: boolean;
      out: string;
    };
    output: { rows: number };
  };
  /** How many cells of each column have no value. */
  "missing-cells": { input: { table: NamedTable }; output: number[] };
  /**
   * Numbers, from 1, of rows that a formula keeps and that have one of some values in a column, or of some
   * drawn by chance, in the order of the draw; `total` is how many there are before `most`.
   */
  "choose-rows": {
    input: {
      table: NamedTable;
      filter: string | null;
      keys: { column: string; values: readonly string[] } | null;
      draw: { seed: number; count: number } | null;
      most: number;
    };
    output: { numbers: number[]; total: number; absent: string[] };
  };
  /**
   * The rows of a table with more columns: those of `values`, whose first column says for which row, by its
   * number from 1 in the table, or in `source`, whose rows are found again by a key.
   */
  attach: {
    input: {
      table: NamedTable;
      source: { table: NamedTable; key: string[] } | null;
      values: Frame;
    } & Expecting;
    output: Imported & { attached: number };
  };
  /** Rows made like those of a table; and how they would be made. */
  synthetic: {
    input: { table: NamedTable; asked: ToSynthesise } & Expecting;
    output: Imported & { synthesis: Synthesis };
  };
  "synthesis-plan": { input: { table: NamedTable } & ToPlan; output: SynthesisPlan };
  /** How a table meets what a dictionary expects. */
  validate: { input: { table: NamedTable; dictionary: Dictionary }; output: Validation };
  /** A page of the rows that fail one expectation. */
  "failing-rows": {
    input: {
      table: NamedTable;
      dictionary: Dictionary;
      column: string;
      kind: ExpectationKind;
      offset: number;
      limit: number;
    };
    output: FailingRow[];
  };
  /**
   * A copy of a version in which columns are masked: `shown` are all of them, in order, by names and types
   * that they then have; `secret` is the key of hashes, in hexadecimal digits.
   */
  mask: {
    input: { table: NamedTable; shown: ShownColumn[]; secret: string | null; out: string };
    output: Imported;
  };
  /** The columns of the table and nothing else, as Parquet for other programs. */
  export: { input: { table: NamedTable; out: string }; output: { rows: number } };
};

export type Kind = keyof EngineRequests;
export type Progress = (done: number, total: number, partial?: Profile) => void;
export type ProgressValue = { done: number; total: number; partial?: Profile };
export type EngineOptions = {
  /** Who asks: work is shared fairly over projects and persons. */
  asker: Asker;
  /** Ends the request when whoever asked has gone. */
  signal: AbortSignal;
  timeout?: number;
  progress?: Progress;
  /** Hears how many requests are before this one, whenever that changes. */
  waiting?: (before: number) => void;
};

/**
 * Reads, filters and writes tables in a process of its own, which can be killed: no query, however
 * hungry, takes the server with it. Files that it opens are the ones that the call names, no others.
 */
export type DataEngine = {
  /**
   * @throws {AppError} INVALID for what the caller can mend; TIMEOUT after `timeout`; CONFLICT when `signal`
   * stops it; TOO_MANY when too many wait; UNAVAILABLE when the process was ended from outside
   */
  run<K extends Kind>(
    kind: K,
    input: EngineRequests[K]["input"],
    options: EngineOptions,
  ): Promise<EngineRequests[K]["output"]>;
  /** A fresh path for a file that the engine writes. */
  scratch(): string;
  stop(): void;
  /** How many requests are under way, and how many wait. */
  count(): { running: number; waiting: number };
  /** The processes that live, by number. */
  pids(): number[];
  /** Those that have begun with a request. */
  working(): number[];
};
