/** A worker may have so many labels; each doubles the sets that its jobs may ask for. */
export const labelsMost = 8;

/** Labels as a job's row keeps them: sorted, each once, with commas between. */
export function labelText(labels: readonly string[]): string {
  return [...new Set(labels)].sort().join(",");
}

/** Every set of labels that a worker with these satisfies, as rows keep them; the empty one comes first. */
export function labelSets(labels: readonly string[]): string[] {
  const all = [...new Set(labels)].sort();
  return Array.from({ length: 2 ** all.length }, (_, bits) =>
    all.filter((_label, i) => (bits >> i) & 1).join(","),
  );
}
