import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";

/** What became of the columns between two versions, by name. */
export type SchemaChange = {
  added: ColumnSchema[];
  removed: ColumnSchema[];
  typeChanged: { name: string; before: ColumnType; after: ColumnType }[];
  /** Columns that both have, of whatever type. */
  common: string[];
};

/** How a column is distributed in two versions, and how far apart that is. */
export type ColumnDrift = {
  name: string;
  type: ColumnType;
  missing: { before: number; after: number };
  distinct: { before: number; after: number };
  mean: { before: number | null; after: number | null } | null;
  /** The population stability index; null where a side has no values to compare. */
  stability: number | null;
  /** Kolmogorov and Smirnov's D, for numbers, dates and truth values. */
  distance: number | null;
  /** Bins of equal width over both, or the most frequent values of both, with counts of each. */
  bins: { from: number; to: number } | { values: string[] };
  counts: { before: number[]; after: number[] };
};

/** What happened to a row: its key is in one version alone, or in both with other cells. */
export const rowChanges = ["changed", "added", "removed"] as const;
export type RowChange = (typeof rowChanges)[number];
export type Cell = string | number | boolean | null;

/** How rows of two versions differ, by a key: counted on all of them, and a page of those that differ. */
export type RowComparison = {
  same: number;
  changed: number;
  added: number;
  removed: number;
  /** Changed cells by column, the most first. */
  cells: { column: string; count: number }[];
  /** Columns of both whose cells were not compared: text with numbers, say, is other all over. */
  uncompared: SchemaChange["typeChanged"];
  page: {
    kind: RowChange;
    key: Record<string, Cell>;
    /** The rows' numbers, from 1. */
    row: { before: number | null; after: number | null };
    cells: { column: string; before: Cell; after: Cell }[];
  }[];
};

/** What became of the columns from one version to another. */
export function schemaChange(before: readonly ColumnSchema[], after: readonly ColumnSchema[]): SchemaChange {
  const was = new Map(before.map(({ name, type }) => [name, type]));
  const is = new Map(after.map(({ name, type }) => [name, type]));
  return {
    added: after.filter(({ name }) => !was.has(name)),
    removed: before.filter(({ name }) => !is.has(name)),
    typeChanged: before.flatMap(({ name, type }) => {
      const now = is.get(name);
      return now && now !== type ? [{ name, before: type, after: now }] : [];
    }),
    common: before.filter(({ name }) => is.has(name)).map(({ name }) => name),
  };
}

/** Columns that both have and that can be told apart cell by cell or by distribution: of one kind. */
export function comparableColumns(
  before: readonly ColumnSchema[],
  after: readonly ColumnSchema[],
): { before: ColumnSchema; after: ColumnSchema }[] {
  return before.flatMap((column) => {
    const other = after.find(({ name }) => name === column.name);
    return other && isAlike(column.type, other.type) ? [{ before: column, after: other }] : [];
  });
}

/** Columns that changed to a type of another kind, so that no cell of theirs is compared. */
export function incomparable({
  typeChanged,
}: Pick<SchemaChange, "typeChanged">): SchemaChange["typeChanged"] {
  return typeChanged.filter(({ before, after }) => !isAlike(before, after));
}

/** Whole numbers are numbers; all else is compared with its own kind. */
function isAlike(a: ColumnType, b: ColumnType): boolean {
  const kind = (type: ColumnType) => (type === "integer" ? "number" : type);
  return kind(a) === kind(b);
}
