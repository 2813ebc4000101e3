import type * as z from "zod";
import { AppError } from "@/lib/errors";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import type { Value } from "../formulas/function";
import type { FormField, StepGroup } from "./form";
import type { TableRef } from "./table-ref";

/** A column inside a recipe: SQL calls it by `id`, which nobody types; its name stands at the ends alone. */
export type HeldColumn = ColumnSchema & { id: string };

/**
 * What a step learned from the training rows, by the column's name, as text; null where there was nothing.
 */
export type Fitted = Readonly<Record<string, string | null>>;

/** The table that a step reads beside its rows: a relation as those of the steps, and its columns. */
export type SecondTable = { from: string; columns: readonly HeldColumn[] };

/**
 * Where a step stands: the relation before it, its columns, the name of what it makes, what it has learned,
 * and the second table that it reads.
 */
export type Place = {
  from: string;
  into: string;
  columns: readonly HeldColumn[];
  freshId: () => string;
  fitted?: Fitted | undefined;
  second?: SecondTable | undefined;
  /** Whether the rows are to be predicted: others than those that the recipe was fitted on. */
  newRows?: boolean | undefined;
};

/** Something that a step did to the rows, counted on all of them; one that `blocks` forbids saving. */
export type Fact = { text: string; count: number; blocks: boolean };

/** A query that counts what a step does: one row, and how its values read. */
export type Check = { sql: string; facts: (row: Record<string, unknown>) => Fact[] };

/** New values for the cells of a column, in the same rows: what it was, what it is, and the SQL of that. */
export type CellChange = { before: HeldColumn; after: HeldColumn; sql: string };

/**
 * What a step makes: its columns, and the relation as SQL with a column for each id and `rn`,
 * the row's number.
 */
export type Outcome = {
  columns: HeldColumn[];
  sql: string;
  check?: Check;
  /** One row with what the step must learn before it can be applied, a text for each column's id. */
  fit?: string;
  /** Cells that it changes, where it keeps rows and columns. */
  cells?: readonly CellChange[];
  /** Whether it reads cells as something, so that a cell which it leaves missing could not be read. */
  reads?: true;
  /** For each column by its id those that it rests on, where its SQL does not show that. */
  rests?: ReadonlyMap<string, readonly string[]>;
  /** Whether every row is there after it, with its number. */
  sameRows?: true;
  /** Whether its columns are known only from the rows; checks without rows end here. */
  open?: true;
};

/**
 * What a step does to rows that are to be predicted: nothing else than to others, nothing at all (a row to be
 * predicted is not to be dropped or drawn), or it cannot be done to them.
 */
export type OnNewRows = "apply" | "skip" | "refuse";

/**
 * What a step does, in the few words that other engines than DuckDB are written in. A formula reads the
 * columns as they are before its operation. What looks at other rows is Python on a data frame `df` alone;
 * `single` is what it is to a row that stands alone, without which it cannot be done to one.
 */
export type RecipeOp =
  | { op: "pick"; names: readonly string[] }
  | { op: "rename"; names: readonly (readonly [from: string, to: string])[] }
  | { op: "put"; cells: readonly OpCell[] }
  | { op: "keep"; formula: string }
  | {
      op: "python";
      lines: readonly string[];
      after?: readonly ColumnSchema[];
      single?: readonly RecipeOp[];
    };

/**
 * New cells of a column: what a formula gives, or where there are `pairs`, the value beside what it gives,
 * and the formula `otherwise` where there is none.
 */
export type OpCell = {
  name: string;
  type: ColumnType;
  formula: string;
  pairs?: readonly (readonly [key: Value, value: Value])[];
  otherwise?: string;
};

/**
 * The columns before a step, what it has learned, the second table that it reads, and whether its rows are
 * to be predicted.
 */
export type OpsPlace = {
  columns: readonly HeldColumn[];
  fitted?: Fitted | undefined;
  second?: SecondTable | undefined;
  newRows?: boolean | undefined;
};

/** Everything that the product knows of one kind of step. */
export type StepKind<Schema extends z.ZodObject> = {
  schema: Schema;
  /** What it is called where a step is chosen. */
  title: string;
  group: StepGroup;
  /** The fields of its form, in their order. */
  form: readonly FormField<Extract<keyof z.output<Schema>, string>>[];
  /** What the form of a new step begins with; what only a person can say is left open. */
  defaults: (columns: readonly ColumnSchema[]) => Partial<Record<keyof z.output<Schema>, unknown>>;
  /** The step in words, as the list of a recipe shows it. */
  sentence: (step: z.output<Schema>) => string;
  onNewRows: OnNewRows | ((step: z.output<Schema>) => OnNewRows);
  /** The table that it reads beside the rows before it. */
  reads?: (step: z.output<Schema>) => TableRef;
  /** Whether it learns from rows: then it comes after the split, and sees training rows alone. */
  learns?: (step: z.output<Schema>) => boolean;
  /** @throws {AppError} INVALID for a column that is not there, or what its type cannot do */
  apply: (step: z.output<Schema>, place: Place) => Outcome;
  /** The same for other engines; rows that are to be predicted meet it where `onNewRows` says "apply". */
  ops: (step: z.output<Schema>, place: OpsPlace) => readonly RecipeOp[];
};

/** Declares a kind of step; the types of its functions follow from the schema. */
export function stepKind<Schema extends z.ZodObject>(kind: StepKind<Schema>): StepKind<Schema> {
  return kind;
}

/** The number of a row in the table that a recipe begins with; no column of a user has this name in SQL. */
export const rowNumber = "rn";

/** DuckDB's type of a column. */
export const sqlTypes: Record<ColumnType, string> = {
  integer: "BIGINT",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  date: "TIMESTAMP",
  text: "VARCHAR",
};

/** The column of that name. @throws {AppError} INVALID when there is none */
export function findColumn<Column extends ColumnSchema>(columns: readonly Column[], name: string): Column {
  const found = columns.find((column) => column.name === name);
  if (!found) throw new AppError("INVALID", `There is no column ${name}.`);
  return found;
}

/**
 * Refuses a name that another column has, also one that differs in capitals alone: SQL and many files cannot
 * tell such columns apart.
 *
 * @throws {AppError} INVALID
 */
export function requireFreeName(columns: readonly ColumnSchema[], name: string): void {
  const other = columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  if (!other) return;
  const alike = other.name === name ? "" : " Names that differ in capitals alone are the same name.";
  throw new AppError("INVALID", `There is a column ${other.name} already.${alike}`);
}

/** `SELECT` of the columns from a relation, each as it was or by the expression for its id. */
export function projection(
  columns: readonly HeldColumn[],
  from: string,
  expressions: ReadonlyMap<string, string> = new Map(),
): string {
  const list = columns.map(({ id }) => (expressions.has(id) ? `${expressions.get(id)} AS ${id}` : id));
  return `SELECT ${[...list, rowNumber].join(", ")} FROM ${from}`;
}

/** The columns with a new one at the end, or in place of the one that has its name. */
export function withColumn(
  { columns, freshId }: Place,
  added: ColumnSchema,
): { columns: HeldColumn[]; id: string } {
  const id = freshId();
  const column = { ...added, id };
  if (columns.some(({ name }) => name === added.name))
    return { columns: columns.map((old) => (old.name === added.name ? column : old)), id };
  requireFreeName(columns, added.name);
  return { columns: [...columns, column], id };
}

/** Text as a SQL literal. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
