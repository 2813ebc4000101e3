import type { KeyValue } from "./log";

/** The tags that a run starts with as pairs, its name among them; of two under one key the later. */
export function firstTagsOf({ name, tags }: { name: string; tags: readonly KeyValue[] }): [string, string][] {
  return [...new Map([...tags.map(({ key, value }) => [key, value] as const), ["mlflow.runName", name]])];
}
