/** Rows of encoded features side by side: `rows` x `width` doubles, none NaN, and a class index a row. */
export type Matrix = { rows: number; width: number; values: Float64Array };

/** A table ready to train on. `labels` are indices into `classes`. */
export type Labelled = Matrix & { labels: Uint8Array; classes: number };

/** Class probabilities, `rows` x `classes`, each row summing to 1. */
export type Probabilities = { rows: number; classes: number; values: Float64Array };

/** Tells how far a fit is; throws to end it. */
export type Report = (done: number, total: number) => void;
