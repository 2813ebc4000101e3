import { bytes, columnDecimals, duration, exact, measured, significant } from "@/lib/format";
import type { ComparedRun } from "@/lib/runs/comparison";
import { algorithmWord, metricOf, metricOrder, metricWords, smallerIsBetter } from "@/lib/runs/read";

/** A row of a comparison; `titles` are whole values where a cell is shorter, `best` the place of the best. */
export type ComparisonRow = {
  key: string;
  label: string;
  cells: string[];
  titles: (string | undefined)[];
  best: number | null;
};
export type ComparisonGroup = { title: string; rows: ComparisonRow[]; hidden: number };

const cellCharacters = 80;

/**
 * Rows of a comparison in groups: metrics on a split and those whose split nobody named, params, cost,
 * origin. With `differencesOnly`, rows in which not all runs agree; of each group the first `most`.
 */
export function comparisonRows(
  runs: readonly ComparedRun[],
  { split, differencesOnly, most }: { split: string; differencesOnly: boolean; most: number },
): { groups: ComparisonGroup[]; total: number; differing: number } {
  const params = namesOf(runs, ({ params: own }) => Object.keys(own)).filter((key) => key !== "algorithm");
  const text = (label: string, cell: (run: ComparedRun) => string) => textRow(label, runs.map(cell));
  const groups = [
    { title: `Metrics, ${split}`, rows: metricRows(runs, split) },
    { title: "Metrics, unknown split", rows: metricRows(runs, "unknown") },
    {
      title: "Parameters",
      rows: [
        ...(runs.some(({ provenance }) => provenance.algorithm) ? [text("algorithm", algorithmWord)] : []),
        ...params.map((key) => text(key, ({ params: own }) => own[key] ?? "–")),
      ],
    },
    {
      title: "Cost",
      rows: [
        text("fit", ({ provenance }) => duration(provenance.fitMilliseconds)),
        text("ms/row", ({ provenance }) => significant(provenance.millisecondsPerRow, 2)),
        text("model size", ({ provenance }) => bytes(provenance.modelBytes)),
      ],
    },
    {
      title: "Origin",
      rows: [
        text("data", ({ provenance: { dataset } }) =>
          dataset ? `${dataset.name} v${dataset.version}` : "–",
        ),
        text("rows", ({ provenance: { split: parts } }) => (parts ? `${parts.train} + ${parts.test}` : "–")),
        text("split", ({ provenance: { split: parts } }) => parts?.by ?? "–"),
        text("features", ({ provenance }) => String(provenance.features?.length ?? "–")),
        text("code", ({ provenance }) => provenance.code ?? "–"),
        text("machine", ({ provenance }) => provenance.environment?.cpu ?? "–"),
      ],
    },
  ];
  const all = groups.flatMap(({ rows }) => rows).filter(says);
  const shown = groups
    .map(({ title, rows }) => {
      const wanted = rows.filter((row) => says(row) && (!differencesOnly || differs(row)));
      return { title, rows: wanted.slice(0, most), hidden: Math.max(0, wanted.length - most) };
    })
    .filter(({ rows }) => rows.length > 0);
  return { groups: shown, total: all.length, differing: all.filter(differs).length };
}

/** The split that is compared unless another is asked for: test, or the first on which a run was measured. */
export function splitToCompare(runs: readonly ComparedRun[]): "test" | "validation" | "train" {
  const measured = (split: string) =>
    runs.some(({ metrics }) => metrics.some((metric) => metric.split === split));
  return (["test", "validation", "train"] as const).find(measured) ?? "test";
}

/** Names that runs have, each once: first those that most of them have. */
function namesOf(runs: readonly ComparedRun[], read: (run: ComparedRun) => string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of runs.flatMap((run) => [...new Set(read(run))]))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.keys()].sort().toSorted((a, b) => counts.get(b)! - counts.get(a)!);
}

/** Whether a run says anything in a row. */
function says({ cells }: ComparisonRow): boolean {
  return cells.some((cell) => cell !== "–");
}

function differs({ cells, titles }: ComparisonRow): boolean {
  return new Set(cells.map((cell, i) => titles[i] ?? cell)).size > 1;
}

function textRow(label: string, whole: string[]): ComparisonRow {
  const isLong = (cell: string) => cell.length > cellCharacters;
  return {
    key: label,
    label,
    cells: whole.map((cell) => (isLong(cell) ? `${cell.slice(0, cellCharacters)}…` : cell)),
    titles: whole.map((cell) => (isLong(cell) ? cell : undefined)),
    best: null,
  };
}

function metricRows(runs: readonly ComparedRun[], split: string): ComparisonRow[] {
  const own = namesOf(runs, ({ metrics }) =>
    metrics.filter((metric) => metric.split === split).map(({ key }) => key),
  );
  const names = [
    ...metricOrder.filter((key) => own.includes(key)),
    ...own.filter((key) => !(metricOrder as readonly string[]).includes(key)),
  ];
  return names.map((key) => {
    const values = runs.map((run) => metricOf(run, key, split));
    const decimals = Math.max(3, columnDecimals(values.filter((value) => value !== null)));
    const isWhole = values.every((value) => value === null || Number.isInteger(value));
    return {
      key: `${split} ${key}`,
      label: metricWords[key] ?? key,
      cells: values.map((value) => measured(value, isWhole ? 0 : decimals)),
      titles: values.map((value) => (value === null ? undefined : exact(value))),
      best: bestOf(values, smallerIsBetter(key)),
    };
  });
}

function bestOf(values: (number | null)[], smaller: boolean): number | null {
  const known = values.filter((value) => value !== null).filter(Number.isFinite);
  if (known.length < 2) return null;
  const best = smaller ? Math.min(...known) : Math.max(...known);
  return values.filter((value) => value === best).length === 1 ? values.indexOf(best) : null;
}

/** Whether runs share their data, split and seed, as far as it was recorded. */
export function sameness(runs: readonly ComparedRun[]): string {
  return [
    wordOf(runs, "data", "different data", ({ provenance }) => provenance.dataset?.sha256),
    wordOf(runs, "split", "different splits", ({ provenance }) => provenance.split),
    wordOf(runs, "seed", "different seeds", ({ provenance }) => provenance.seed),
  ].join(", ");
}

function wordOf(
  runs: readonly ComparedRun[],
  word: string,
  different: string,
  read: (run: ComparedRun) => unknown,
): string {
  const known = runs.map(read).filter((value) => value !== undefined);
  if (known.length === 0) return `${word} not recorded`;
  const found = new Set(known.map((value) => JSON.stringify(value))).size === 1 ? `same ${word}` : different;
  return known.length < runs.length ? `${found} in ${known.length} of ${runs.length}` : found;
}
