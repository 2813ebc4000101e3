/** How cells that were fetched as text are written in their source: what it says their type is. */
export const cellTypes = [
  "text",
  "boolean",
  "integer",
  "decimal",
  "double",
  "date",
  "timestamp",
  "timestamptz",
] as const;
export type CellType = (typeof cellTypes)[number];

/** A column of cells that were fetched as text. */
export type CellColumn = { name: string; type: CellType };
