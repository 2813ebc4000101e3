import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { findVersion } from "./queries";
import type { Reader } from "./reader";
import { tableReadBy, type Step } from "./recipe";
import { tableWords, type TableRef } from "./steps/table-ref";

/** The version that a step reads beside its rows, by the step's place from 0. */
export type SecondVersion = {
  step: number;
  id: string;
  name: string;
  number: number;
  bytes: number;
  columns: ColumnSchema[];
  simulated: boolean;
};

/**
 * The versions that steps read beside their rows, as who asks sees them, where they may; and the steps with
 * the versions' ids and the names that their datasets have now.
 *
 * @throws {AppError} NOT_FOUND with the step for a version that is not in the project, or hidden
 */
export async function readSeconds(
  db: Tx,
  reader: Reader,
  steps: readonly Step[],
  access: AccessFilter,
): Promise<{ steps: Step[]; seconds: SecondVersion[] }> {
  const asked = steps.flatMap((step, at) => {
    const table = tableReadBy(step);
    return table ? [{ step, at, table }] : [];
  });
  if (asked.length === 0) return { steps: [...steps], seconds: [] };
  const { projectId } = reader;
  const found = await db.datasetVersion.findMany({
    where: {
      projectId,
      dataset: { id: toTextIdFilter(access) },
      OR: asked.map(({ table: { id, dataset, version } }) =>
        id === undefined ? { number: version, dataset: { name: dataset } } : { id },
      ),
    },
    select: {
      ...{ id: true, number: true, bytes: true, simulated: true },
      dataset: { select: { name: true } },
    },
  });
  const seconds: SecondVersion[] = [];
  for (const { step, at, table } of asked) {
    const version = found.find((one) => isMeant(table, one));
    if (!version)
      throw new AppError(
        "NOT_FOUND",
        `Step ${at + 1} (${step.kind}): there is no ${tableWords(table)} in this project.`,
      );
    const { dataset, ...rest } = version;
    const { columns } = await findVersion(db, reader, dataset.name, rest.number);
    seconds.push({ ...rest, step: at, name: dataset.name, columns });
  }
  return { steps: steps.map((step, at) => pinned(step, seconds, at)), seconds };
}

function isMeant(table: TableRef, found: { id: string; number: number; dataset: { name: string } }): boolean {
  if (table.id !== undefined) return found.id === table.id;
  return found.number === table.version && found.dataset.name === table.dataset;
}

function pinned(step: Step, seconds: readonly SecondVersion[], at: number): Step {
  const second = seconds.find((one) => one.step === at);
  if (!second || !("table" in step)) return step;
  return { ...step, table: { dataset: second.name, version: second.number, id: second.id } };
}
