import type { Version } from "@/lib/datasets/queries";

/** A version as those are told who made it. */
export function madeOf({ id, dataset, number, rows, columns, sha256 }: Version) {
  return { id, name: dataset.name, number, rows, columns, sha256 };
}
