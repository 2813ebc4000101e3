/** The column that a split writes: `train` or `test` a row. */
export const splitColumn = "split";
