export type Split = "train" | "validation" | "test" | "unknown";

const words = new Map<string, Split>(
  Object.entries({
    train: "train",
    training: "train",
    test: "test",
    testing: "test",
    val: "validation",
    valid: "validation",
    validation: "validation",
    eval: "validation",
    evaluation: "validation",
  }),
);

/**
 * On which rows a metric was measured, read from its name as people and autologging write it:
 * `train/f1`, `test_f1`, `val_loss`, `training_f1_score`. Where the name does not say, the dataset that
 * the client named may; else nobody said.
 */
export function readMetricName(key: string, datasetName?: string | null): { name: string; split: Split } {
  const match = key.match(/^([a-z]+)[/_](.+)$/i);
  const split = words.get(match?.[1]?.toLowerCase() ?? "");
  if (match && split) return { name: match[2]!, split };
  const trailing = key.match(/^(.+)[/_]([a-z]+)$/i);
  const last = words.get(trailing?.[2]?.toLowerCase() ?? "");
  if (trailing && last) return { name: trailing[1]!, split: last };
  return { name: key, split: splitOfDataset(datasetName) };
}

function splitOfDataset(name: string | null | undefined): Split {
  return (
    name
      ?.toLowerCase()
      .split(/[^a-z]+/)
      .map((word) => words.get(word))
      .find(Boolean) ?? "unknown"
  );
}
