import { duration, fixed, significant } from "@/lib/format";
import { algorithmWord, metricOf, metricOrder, metricWords } from "@/lib/runs/read";
import type { RunRow } from "@/lib/runs/queries";

export type RunColumn = {
  id: string;
  group: "Parameters" | "Cost" | "Origin" | `Metrics, ${string}`;
  label: string;
  right: boolean;
  sort: string | null;
  text: (run: RunRow) => string;
  metric?: string;
};

/** Of the metrics that clients logged, as many stand there unasked. */
const shown = 8;

const hidden = new Set([
  "algorithm",
  "target",
  "dataset",
  "seed",
  "bootstrap",
  "min_samples_leaf",
  "max_features",
  "max_iterations",
]);
const paramWords: Record<string, string> = { trees: "Trees", max_depth: "Depth", k: "k", c: "C" };

/** Every column that these runs could show, in groups; and which of them stand there unasked. */
export function columnsOf(runs: readonly RunRow[]): { all: RunColumn[]; usual: string[] } {
  const params = [...new Set(runs.flatMap(({ params: own }) => Object.keys(own)))].filter(
    (key) => key !== "algorithm",
  );
  const logged = otherMetrics(runs);
  const metrics = ["f1", "precision", "recall", "roc_auc", "accuracy", "log_loss"];
  const all: RunColumn[] = [
    {
      id: "algorithm",
      group: "Parameters",
      label: "Algorithm",
      right: false,
      sort: null,
      text: algorithmWord,
    },
    ...params.map((key): RunColumn => ({
      id: `params.${key}`,
      group: "Parameters",
      label: paramWords[key] ?? key,
      right: true,
      sort: `params.${key}`,
      text: ({ params: own }) =>
        own[key] === undefined || own[key] === "none"
          ? "–"
          : Number.isFinite(Number(own[key]))
            ? Number(own[key]).toLocaleString("en")
            : own[key],
    })),
    ...metrics.map((key): RunColumn => ({
      id: `metrics.${key}`,
      group: "Metrics, test",
      label: metricWords[key] ?? key,
      right: true,
      sort: `metrics.${key}`,
      metric: key,
      text: (run) => fixed(metricOf(run, key), 3),
    })),
    ...logged,
    {
      id: "fit",
      group: "Cost",
      label: "Fit",
      right: true,
      sort: null,
      text: ({ provenance }) => duration(provenance.fitMilliseconds),
    },
    {
      id: "row",
      group: "Cost",
      label: "ms/row",
      right: true,
      sort: null,
      text: ({ provenance }) => significant(provenance.millisecondsPerRow, 2),
    },
    {
      id: "data",
      group: "Origin",
      label: "Data",
      right: false,
      sort: null,
      text: ({ provenance: { dataset } }) => (dataset ? `${dataset.name} v${dataset.version}` : "–"),
    },
  ];
  const usual = all
    .filter(
      ({ id }) =>
        !hidden.has(id.replace("params.", "")) && id !== "metrics.accuracy" && id !== "metrics.log_loss",
    )
    .map(({ id }) => id);
  const unasked = new Set(
    [...logged.slice(shown), ...logged.filter(({ id }) => id.startsWith("metrics.train/"))].map(
      ({ id }) => id,
    ),
  );
  const empty = new Set(
    runs.length === 0
      ? []
      : all.filter(({ text }) => runs.every((run) => text(run) === "–")).map(({ id }) => id),
  );
  return { all, usual: usual.filter((id) => !unasked.has(id) && !empty.has(id)) };
}

/** Metrics that clients logged beside the usual ones, under the rows that they name; where they name none, the head says so. */
function otherMetrics(runs: readonly RunRow[]): RunColumn[] {
  const found = new Map(
    runs.flatMap(({ metrics }) =>
      metrics.map(({ key, split }) => [`${split}/${key}`, { key, split }] as const),
    ),
  );
  return [...found]
    .filter(([, { key, split }]) => split !== "test" || !(metricOrder as readonly string[]).includes(key))
    .sort(([, a], [, b]) => (a.split < b.split ? 1 : a.split > b.split ? -1 : a.key < b.key ? -1 : 1))
    .map(([id, { key, split }]): RunColumn => ({
      id: `metrics.${id}`,
      group: `Metrics, ${split === "unknown" ? "unknown split" : split}`,
      label: metricWords[key] ?? key,
      right: true,
      sort: `metrics.${id}`,
      text: (run) => significant(metricOf(run, key, split), 4),
    }));
}
