import type { ReferenceSchema } from "@/lib/datasets/schemas";
import { limits } from "@/lib/limits";
import type { Cell } from "@/lib/notebooks/schema";
import { noDatasets, type Datasets } from "./cell-text";
import { referencesOf } from "./dataset-references";

/** What was found is asked for again after so long: a dataset may have a new version by then. */
const freshMilliseconds = 60_000;
/** A question waits no longer than this for columns; the next one knows them. */
const patience = 1_500;
/** The columns of so many references are kept for one notebook. */
const referencesKept = 200;

type Parts = {
  /** References that are offered, whether or not cells name them. */
  offered: () => Promise<readonly string[]>;
  /** The columns behind as many references as one request may name; null when there is no answer. */
  load: (references: readonly string[]) => Promise<readonly ReferenceSchema[] | null>;
  now?: () => number;
};

/**
 * What is known of the datasets that a notebook's cells name: nothing is asked before one is named, and many
 * by one request. The answer stays the same object while nothing changes.
 */
export function datasetSchemas({ offered, load, now = () => performance.now() }: Parts) {
  const asked = new Map<string, number>();
  const schemas = new Map<string, ReferenceSchema>();
  let known: Datasets = noDatasets;
  let references: Promise<readonly string[]> | null = null;

  async function ask(those: readonly string[]): Promise<void> {
    const answer = await load(those);
    if (!answer) return those.forEach((reference) => asked.delete(reference));
    const before = JSON.stringify(those.map((reference) => schemas.get(reference)));
    for (const reference of those) schemas.delete(reference);
    for (const schema of answer) schemas.set(schema.reference, schema);
    if (JSON.stringify(those.map((reference) => schemas.get(reference))) === before) return;
    known = { ...known, schemas: [...schemas.values()] };
  }

  return async (cells: readonly Cell[]): Promise<Datasets> => {
    const list = await (references ??= offered());
    if (known.references !== list) known = { ...known, references: list };
    const due = [...referencesOf(cells)]
      .slice(0, referencesKept)
      .filter((reference) => now() - (asked.get(reference) ?? -Infinity) > freshMilliseconds);
    const isFirst = due.some((reference) => !asked.has(reference));
    for (const reference of due) asked.set(reference, now());
    const requests = Array.from({ length: Math.ceil(due.length / limits.schemasAtOnce) }, (_, i) =>
      ask(due.slice(i * limits.schemasAtOnce, (i + 1) * limits.schemasAtOnce)),
    );
    const later = new Promise((resolve) => setTimeout(resolve, patience));
    if (isFirst) await Promise.race([Promise.all(requests), later]);
    return known;
  };
}
