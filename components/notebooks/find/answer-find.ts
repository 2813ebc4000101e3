import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import { findInCells, replaceInCells, type FindQuery, type Found, type Replacing } from "./find-in-cells";

/** What is asked of the worker; `to` where it is to be replaced. */
export type FindAsked = {
  n: number;
  find: FindQuery;
  cells: readonly Cell[];
  to?: string;
  only?: { cell: CellId; at: number } | null;
};
export type FindAnswered = { n: number; answer: Found | Replacing };

/** Does in the worker what is asked. */
export function answerFind({ n, find, cells, to, only = null }: FindAsked): FindAnswered {
  return { n, answer: to === undefined ? findInCells(cells, find) : replaceInCells(cells, find, to, only) };
}
