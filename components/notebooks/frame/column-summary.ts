import { cellWords, isMissing } from "./cell-words";

/** Rows are read in blocks of so many, between which others have their turn. */
const block = 2_048;
export const barsOfColumn = 24;
/** Beyond so many different values a column's most frequent ones are not counted. */
const distinctAtMost = 10_000;
const topShown = 3;

/** The most frequent texts; or why they were not counted: more than are counted, or objects. */
type Texts =
  | { kind: "texts"; distinct: number; top: { text: string; count: number }[] }
  | { kind: "many"; note: string };
/** The least and the greatest finite one as they stand, null where none is; and how they are spread. */
type Numbers = {
  kind: "numbers" | "dates";
  least: unknown;
  greatest: unknown;
  bars: number[];
  infinite: number;
};
/** What a column holds, over all of its rows. */
export type ColumnSummary = { rows: number; missing: number } & ({ kind: "nothing" } | Numbers | Texts);

/**
 * Reads a column twice at most: what it holds, then how that is spread. Values are read as they stand; those
 * that are no numbers and no dates are counted as texts.
 *
 * @param tell takes what was found
 */
export function* summarize(
  rows: number,
  valueAt: (row: number) => unknown,
  tell: (summary: ColumnSummary) => void,
): Generator<undefined, void> {
  const counts = { missing: 0, numbers: 0, dates: 0, others: 0, infinite: 0 };
  const found: Found = { ...counts, least: null, greatest: null, low: Infinity, high: -Infinity };
  for (let row = 0; row < rows; row++) {
    if (row % block === block - 1) yield;
    note(found, valueAt(row));
  }
  const { missing, numbers, dates, others, low, high, least, greatest, infinite } = found;
  const all = { rows, missing };
  if (missing === rows) return tell({ ...all, kind: "nothing" });
  if (others > 0 || (numbers > 0 && dates > 0)) {
    const most = yield* mostFrequent(rows, valueAt);
    return tell({ ...all, ...most });
  }
  const bars = Array.from({ length: barsOfColumn }, () => 0);
  for (let row = 0; row < rows; row++) {
    if (row % block === block - 1) yield;
    const number = asNumber(valueAt(row));
    if (!Number.isFinite(number)) continue;
    bars[low === high ? 0 : barOf(number, low, high)]! += 1;
  }
  tell({ ...all, kind: dates > 0 ? "dates" : "numbers", least, greatest, bars, infinite });
}

type Found = Record<"missing" | "numbers" | "dates" | "others" | "infinite" | "low" | "high", number> & {
  least: number | bigint | Date | null;
  greatest: number | bigint | Date | null;
};

function note(found: Found, value: unknown): void {
  if (isMissing(value)) return void (found.missing += 1);
  const isDate = value instanceof Date;
  if (!isDate && typeof value !== "number" && typeof value !== "bigint") return void (found.others += 1);
  const number = asNumber(value);
  if (isDate && Number.isNaN(number)) return void (found.others += 1);
  if (isDate) found.dates += 1;
  else found.numbers += 1;
  if (!Number.isFinite(number)) return void (found.infinite += 1);
  // whole numbers that are equal as doubles are told apart as they stand
  if (found.least === null || value < found.least) [found.low, found.least] = [number, value];
  if (found.greatest === null || value > found.greatest) [found.high, found.greatest] = [number, value];
}

/** The bar that a number falls into; halves keep the distance of the largest numbers finite. */
function barOf(number: number, low: number, high: number): number {
  const share = (number / 2 - low / 2) / (high / 2 - low / 2);
  return Math.min(barsOfColumn - 1, Math.floor(share * barsOfColumn));
}

function asNumber(value: unknown): number {
  if (typeof value === "number") return value;
  return value instanceof Date || typeof value === "bigint" ? Number(value) : NaN;
}

function* mostFrequent(rows: number, valueAt: (row: number) => unknown): Generator<undefined, Texts> {
  const counts = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    if (row % block === block - 1) yield;
    const value = valueAt(row);
    if (isMissing(value)) continue;
    if (typeof value === "object" && !(value instanceof Date)) return { kind: "many", note: "Objects" };
    const key = typeof value === "string" ? value : cellWords(value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (counts.size > distinctAtMost)
      return { kind: "many", note: `More than ${distinctAtMost.toLocaleString("en")} values` };
  }
  const top = [...counts].sort(([, a], [, b]) => b - a).slice(0, topShown);
  return { kind: "texts", distinct: counts.size, top: top.map(([text, count]) => ({ text, count })) };
}
