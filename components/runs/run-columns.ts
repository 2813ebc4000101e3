import { duration, fixed, significant } from "@/lib/format";
import { algorithmWord, metricOf, metricWords } from "@/lib/runs/read";
import type { RunRow } from "@/lib/runs/queries";

export type RunColumn = { id: string; group: "Parameters" | "Metrics, test" | "Cost" | "Origin"; label: string; right: boolean; sort: string | null; text: (run: RunRow) => string; metric?: string };

const hidden = new Set(["algorithm", "target", "dataset", "seed", "bootstrap", "min_samples_leaf", "max_features", "max_iterations"]);
const paramWords: Record<string, string> = { trees: "Trees", max_depth: "Depth", k: "k", c: "C" };

/** Every column that these runs could show, in groups; and which of them stand there unasked. */
export function columnsOf(runs: readonly RunRow[]): { all: RunColumn[]; usual: string[] } {
  const params = [...new Set(runs.flatMap(({ params: own }) => Object.keys(own)))].filter((key) => key !== "algorithm");
  const metrics = ["f1", "precision", "recall", "roc_auc", "accuracy", "log_loss"];
  const all: RunColumn[] = [
    { id: "algorithm", group: "Parameters", label: "Algorithm", right: false, sort: null, text: algorithmWord },
    ...params.map((key): RunColumn => ({ id: `params.${key}`, group: "Parameters", label: paramWords[key] ?? key, right: true, sort: `params.${key}`, text: ({ params: own }) => (own[key] === undefined || own[key] === "none" ? "–" : Number.isFinite(Number(own[key])) ? Number(own[key]).toLocaleString("en") : own[key]) })),
    ...metrics.map((key): RunColumn => ({ id: `metrics.${key}`, group: "Metrics, test", label: metricWords[key] ?? key, right: true, sort: `metrics.${key}`, metric: key, text: (run) => fixed(metricOf(run, key), 3) })),
    { id: "fit", group: "Cost", label: "Fit", right: true, sort: null, text: ({ provenance }) => duration(provenance.fitMilliseconds) },
    { id: "row", group: "Cost", label: "ms/row", right: true, sort: null, text: ({ provenance }) => significant(provenance.millisecondsPerRow, 2) },
    { id: "data", group: "Origin", label: "Data", right: false, sort: null, text: ({ provenance: { dataset } }) => (dataset ? `${dataset.name} v${dataset.version}` : "–") },
  ];
  const usual = all.filter(({ id }) => !hidden.has(id.replace("params.", "")) && id !== "metrics.accuracy" && id !== "metrics.log_loss").map(({ id }) => id);
  return { all, usual };
}
