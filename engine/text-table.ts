import type { Reading } from "@/lib/datasets/guess-reading";
import type { CsvOptions } from "@/lib/datasets/import-options";
import type { ColumnNote } from "@/lib/datasets/import-note";

/** What was asked of a file as a whole about its numbers and dates. */
export type AskedForms = Pick<CsvOptions, "decimal" | "thousands" | "dateOrder">;

/** A relation of text columns called c0, c1 and so on, and what they are called in the file. */
export type TextTable = {
  relation: string;
  names: readonly string[];
  /** Whether 1,5 may be one and a half, and 1.234 a thousand and more. */
  decimalComma: boolean;
  dotThousands: boolean;
  asked?: AskedForms;
  /** What stands for a missing cell, by place of the column, where that was asked. */
  codes?: ReadonlyMap<number, readonly string[]>;
};
/**
 * How a column is read, as SQL, and what there is to say about it. `missing` counts cells without a value.
 */
export type Decided = { reading: Reading; note: ColumnNote; missing: number; open?: OpenColumn | null };

/** What a column of text looks like that may be read in some way, and a cell of it. */
export type OpenColumn = { kind: "number" | "date"; example: string };

/** Whether a time keeps its microseconds when pages read it, in milliseconds with a fraction, as a double. */
export function keepsMicroseconds(value: string): string {
  return `(epoch_us(${value}) % 1000 = 0
    OR ${value} BETWEEN TIMESTAMP '1700-01-01' AND TIMESTAMP '2240-01-01')`;
}
