import type { EngineOptions, StepTable } from "./engine";
import { tableOf, type TableDeps } from "./masked-file";
import type { Reader } from "./reader";
import type { SecondVersion } from "./second-versions";
import { tableWords } from "./steps/table-ref";

/** The second tables of a recipe as the data process opens them for a reader. */
export async function secondTables(
  deps: TableDeps,
  reader: Reader,
  seconds: readonly SecondVersion[],
  asking: Pick<EngineOptions, "asker" | "signal">,
): Promise<(StepTable & { through: string[] })[]> {
  const tables: (StepTable & { through: string[] })[] = [];
  for (const { step, id, name, number } of seconds) {
    const words = tableWords({ dataset: name, version: number });
    tables.push({ ...(await tableOf(deps, reader, { id }, asking, words)), step });
  }
  return tables;
}

/** The masks through which several tables are read, each once. */
export function throughOf(tables: readonly { through: readonly string[] }[]): string[] {
  return [...new Set(tables.flatMap(({ through }) => through))];
}
