import * as z from "zod";
import { rowNumber as versionNumber } from "@/lib/row-number";

/**
 * A version of a dataset of the same project, which never changes. `id` is the version's own, which the
 * server puts down when it finds it: with it the version is found also when its dataset has another name.
 */
export const tableRef = z.strictObject(
  {
    dataset: z.string().min(1, "expected a dataset").max(100),
    version: versionNumber.min(1),
    id: z.uuid().optional(),
  },
  "expected a dataset and a version of it",
);
export type TableRef = z.output<typeof tableRef>;

/** A version as people call it. */
export function tableWords({ dataset, version }: Pick<TableRef, "dataset" | "version">): string {
  return `${dataset} v${version}`;
}
