import { bytes, duration, fixed, significant } from "@/lib/format";
import { algorithmWord, metricOf, metricOrder, metricWords, smallerIsBetter } from "@/lib/runs/read";
import type { RunDetail } from "@/lib/runs/queries";

export type ComparedRun = Omit<RunDetail, "artifacts">;
export type ComparisonRow = { label: string; cells: string[]; best: number | null };

/** Rows of a comparison in groups; with `differencesOnly`, those in which not all runs agree. */
export function comparisonRows(
  runs: readonly ComparedRun[],
  split: string,
  differencesOnly: boolean,
): { groups: { title: string; rows: ComparisonRow[] }[]; total: number; differing: number } {
  const row = (
    label: string,
    cell: (run: ComparedRun) => string,
    best: number | null = null,
  ): ComparisonRow => ({ label, cells: runs.map(cell), best });
  const params = [...new Set(runs.flatMap(({ params: own }) => Object.keys(own)))]
    .filter((key) => key !== "algorithm")
    .sort();
  const metrics = [
    ...metricOrder,
    ...new Set(runs.flatMap(({ metrics: own }) => own.map(({ key }) => key))),
  ].filter((key, i, all) => all.indexOf(key) === i);
  const groups = [
    {
      title: `Metrics, ${split}`,
      rows: metrics.map((key) =>
        row(
          metricWords[key] ?? key,
          (run) => fixed(metricOf(run, key, split), 4),
          bestOf(
            runs.map((run) => metricOf(run, key, split)),
            smallerIsBetter(key),
          ),
        ),
      ),
    },
    {
      title: "Parameters",
      rows: [
        row("algorithm", algorithmWord),
        ...params.map((key) => row(key, ({ params: own }) => own[key] ?? "–")),
      ],
    },
    {
      title: "Cost",
      rows: [
        row("fit", ({ provenance }) => duration(provenance.fitMilliseconds)),
        row("ms a row", ({ provenance }) => significant(provenance.millisecondsPerRow, 2)),
        row("model size", ({ provenance }) => bytes(provenance.modelBytes)),
      ],
    },
    {
      title: "Origin",
      rows: [
        row("data", ({ provenance: { dataset } }) => (dataset ? `${dataset.name} v${dataset.version}` : "–")),
        row("rows", ({ provenance: { split: parts } }) => (parts ? `${parts.train} + ${parts.test}` : "–")),
        row("split", ({ provenance: { split: parts } }) => parts?.by ?? "–"),
        row("features", ({ provenance }) => String(provenance.features?.length ?? "–")),
        row("code", ({ provenance }) => provenance.code ?? "–"),
        row("machine", ({ provenance }) => provenance.environment?.cpu ?? "–"),
      ],
    },
  ];
  const differs = ({ cells }: ComparisonRow) => new Set(cells).size > 1;
  const all = groups.flatMap(({ rows }) => rows);
  const shown = differencesOnly
    ? groups
        .map(({ title, rows }) => ({ title, rows: rows.filter(differs) }))
        .filter(({ rows }) => rows.length > 0)
    : groups;
  return { groups: shown, total: all.length, differing: all.filter(differs).length };
}

function bestOf(values: (number | null)[], smaller: boolean): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const best = smaller ? Math.min(...known) : Math.max(...known);
  return values.filter((value) => value === best).length === 1 ? values.indexOf(best) : null;
}
