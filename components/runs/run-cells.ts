import { columnDecimals, duration, exact, measured, significant } from "@/lib/format";
import type { RunColumn } from "@/lib/runs/columns";
import type { RunRow } from "@/lib/runs/queries";
import { algorithmWord, metricUnder, smallerIsBetter } from "@/lib/runs/read";

/** What a cell says; `title` is the whole value where the text is shorter, `value` its number. */
export type Cell = { text: string; title: string | undefined; value: number | null; best: boolean };
/** The logged names that each metric's column takes. */
export type Taken = Readonly<Record<string, readonly string[]>>;

/** The cells of a column, run by run, with decimals fixed for all of them. */
export function columnCells(column: RunColumn, runs: readonly RunRow[], taken: Taken): Cell[] {
  if (column.kind === "metric") return metricCells(column.name, runs, taken[column.name] ?? [column.name]);
  return runs.map((run) => textCell(textOf(column, run)));
}

function metricCells(name: string, runs: readonly RunRow[], names: readonly string[]): Cell[] {
  const values = runs.map((run) => metricUnder(run, names)?.value ?? null);
  const known = values.filter((value) => value !== null).filter(Number.isFinite);
  const decimals = columnDecimals(known);
  const best =
    known.length > 1 ? (smallerIsBetter(name) ? Math.min(...known) : Math.max(...known)) : undefined;
  return values.map((value) => ({
    text: measured(value, decimals),
    title: value === null ? undefined : exact(value),
    value,
    best: value !== null && value === best && known.some((other) => other !== best),
  }));
}

function textCell(text: string): Cell {
  return { text, title: text.length > 30 ? text : undefined, value: null, best: false };
}

function textOf(column: RunColumn, run: RunRow): string {
  const { provenance } = run;
  switch (column.kind) {
    case "param":
      return paramText(run.params[column.name]);
    case "metric":
      return "–";
    case "tag":
      return run.tags[column.name] ?? "–";
    case "algorithm":
      return algorithmWord(run);
    case "fit":
      return duration(provenance.fitMilliseconds);
    case "row":
      return significant(provenance.millisecondsPerRow, 2);
    case "data":
      return provenance.dataset ? `${provenance.dataset.name} v${provenance.dataset.version}` : "–";
  }
}

/** A param as it was logged; whole numbers with commas. */
export function paramText(value: string | undefined): string {
  if (value === undefined || value === "none") return "–";
  const number = Number(value);
  return /^\d{4,15}$/.test(value) && String(number) === value ? number.toLocaleString("en") : value;
}
