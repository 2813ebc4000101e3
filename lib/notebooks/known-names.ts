/** Names that every cell knows: the libraries, and what the product gives. */
export const libraryNames = [
  "Plot",
  "aq",
  "op",
  "Inputs",
  "d3",
  "md",
  "sql",
  "dataset",
  "sqlTable",
  "pearsonMatrix",
  "spearman",
  "describe",
  "width",
  "html",
  "svg",
  "htl",
  "now",
  "Generators",
  "Mutable",
] as const;

/** Names that mean something else in each cell: where it shows values, and the end of its run. */
export const ownNames = ["display", "view", "saveDataset", "invalidation", "visibility"] as const;

/** Everything that a cell may use without a cell that gives it. */
export const knownNames: ReadonlySet<string> = new Set([...libraryNames, ...ownNames]);
