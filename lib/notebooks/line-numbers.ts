import * as z from "zod";
import type { CellId } from "./graph";

/** Whether lines have numbers: in all cells or in none, and the cells of which the other is true. */
export type LineNumbers = { all: boolean; except: readonly CellId[] };

/** So many cells are remembered to be otherwise than all; the ones that were changed last. */
const remembered = 500;
const kept = z.object({ all: z.boolean(), except: z.array(z.number()).max(remembered) });

/** Reads what a browser kept; what is no such thing is as if nothing were kept. */
export function lineNumbersFrom(text: string | null): LineNumbers {
  const none = { all: false, except: [] };
  if (text === null) return none;
  try {
    return kept.safeParse(JSON.parse(text)).data ?? none;
  } catch {
    return none;
  }
}

/** Whether the lines of a cell have numbers. */
export function isNumbered({ all, except }: LineNumbers, id: CellId): boolean {
  return all !== except.includes(id);
}

/** After the numbers of one cell, or of all for null, were switched on or off. */
export function switched({ all, except }: LineNumbers, id: CellId | null): LineNumbers {
  if (id === null) return { all: !all, except: [] };
  const others = except.filter((one) => one !== id);
  return { all, except: others.length < except.length ? others : [...others, id].slice(-remembered) };
}
