import { algorithmWords, type Algorithm } from "@/lib/ml/algorithms";
import type { Metric } from "./cells";

type WithMetrics = { metrics: { key: string; split: string; value: number }[] };

/** A metric of a run, on the test rows unless said otherwise; null where it has none. */
export function metricOf({ metrics }: WithMetrics, key: string, split = "test"): number | null {
  return metrics.find((metric) => metric.key === key && metric.split === split)?.value ?? null;
}

/** A run's metric by the first of some logged names that it has. */
export function metricUnder(
  { metrics }: { metrics: readonly Metric[] },
  names: readonly string[],
): Metric | undefined {
  for (const name of names) {
    const found = metrics.find(({ logged }) => logged === name);
    if (found) return found;
  }
  return undefined;
}

/** The run's algorithm in words. */
export function algorithmWord({ provenance }: { provenance: { algorithm?: string } }): string {
  const { algorithm } = provenance;
  if (!algorithm) return "–";
  return algorithm in algorithmWords ? algorithmWords[algorithm as Algorithm["algorithm"]] : algorithm;
}

/** Names of metrics in the order in which people read them. */
export const metricOrder = ["f1", "precision", "recall", "roc_auc", "accuracy", "log_loss"] as const;
export const metricWords: Record<string, string> = {
  f1: "F1",
  precision: "Precision",
  recall: "Recall",
  roc_auc: "AUC",
  accuracy: "Accuracy",
  log_loss: "Log loss",
};

/** Whether a smaller value of a metric is the better one. */
export function smallerIsBetter(key: string): boolean {
  return /loss|error|mse|mae/.test(key);
}
