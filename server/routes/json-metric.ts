import type { Metric } from "@/lib/runs/cells";

/** A number as JSON can say it: what is not finite by its name, as clients log it. */
export function jsonMetric(metric: Metric): Omit<Metric, "value"> & { value: number | string } {
  return { ...metric, value: Number.isFinite(metric.value) ? metric.value : String(metric.value) };
}
