import type { DuckDBConnection } from "@duckdb/node-api";
import type { ColumnOptions } from "@/lib/datasets/import-options";
import type { Question } from "@/lib/datasets/import-question";
import { readClosely } from "./detect-closely";
import { tryForms, type Open } from "./detect-forms";
import type { Decided, TextTable } from "./text-table";

type Found = { decided: (Decided | null)[]; doubtful: readonly number[]; before: readonly ColumnOptions[] };

/**
 * Settles columns that may be numbers or dates written in some way, and asks of the rest. Where any column
 * has decimal commas, those with dots in groups of three digits are in doubt too: `decided` is told.
 */
export async function decideForms(
  connection: DuckDBConnection,
  table: TextTable,
  { decided, doubtful, before }: Found,
): Promise<{ taken: Map<number, ColumnOptions>; questions: Question[] }> {
  const taken = new Map<number, ColumnOptions>();
  const questions: Question[] = [];
  const tryAll = async (columns: readonly number[]) => {
    for (const one of await tryForms(connection, table, openOf(table, decided, columns), before)) {
      if (one.taken) taken.set(one.i, one.taken);
      if (one.question) questions.push(one.question);
    }
  };
  await tryAll(decided.map((_, i) => i));
  const hasComma = [...taken.values()].some(({ decimal }) => decimal === ",");
  if (doubtful.length > 0 && (hasComma || decided.some((one) => one?.reading.comma))) {
    const open = doubtful.map((i) => ({ name: table.names[i]!, i }));
    const close = await readClosely(connection, { ...table, dotThousands: true }, open);
    for (const [i, one] of close) decided[i] = one;
    await tryAll(doubtful);
  }
  return { taken, questions };
}

function openOf(
  { names, codes }: TextTable,
  decided: readonly (Decided | null)[],
  columns: readonly number[],
): Open[] {
  return columns.flatMap((i) => {
    const open = decided[i]?.open;
    const missing = codes?.get(i);
    return open ? [{ ...open, name: names[i]!, i, ...(missing ? { missing: [...missing] } : {}) }] : [];
  });
}
