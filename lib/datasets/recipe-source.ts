import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { ExportedRecipe } from "./export/exported-recipe";
import { findVersion } from "./queries";
import type { Reader } from "./reader";
import { readSeconds } from "./second-versions";
import { tableWords } from "./steps/table-ref";
import type { Fitted } from "./steps/step";

/**
 * The recipe that made a version, with what it learned, the version that it began with and those that its
 * steps read, all of which the reader must be able to see.
 *
 * @throws {AppError} NOT_FOUND for a version that no recipe made, or whose beginning is gone or hidden
 */
export async function findExportedRecipe(
  db: Tx,
  reader: Reader,
  { name, number, access }: { name: string; number: number; access: AccessFilter },
): Promise<ExportedRecipe & { file: string }> {
  const { projectId } = reader;
  const version = await findVersion(db, reader, name, number);
  if (!version.recipe) throw new AppError("NOT_FOUND", `No recipe made ${name} v${number}.`);
  if (version.hiddenSteps > 0)
    throw new AppError("FORBIDDEN", `The recipe of ${name} v${number} speaks of columns masked for you.`);
  const edge = await db.lineageEdge.findFirst({
    where: { projectId, fromKind: "dataset", toKind: "dataset", toId: version.id },
    select: { fromId: true },
    orderBy: { id: "asc" },
  });
  const source = await db.datasetVersion.findFirst({
    where: { projectId, id: edge?.fromId ?? "", dataset: { id: toTextIdFilter(access) } },
    select: { number: true, dataset: { select: { name: true } } },
  });
  if (!source)
    throw new AppError("NOT_FOUND", `The version that ${name} v${number} was made of is not there.`);
  const { fitted } = await db.datasetVersion.findUniqueOrThrow({
    where: { id: version.id, projectId },
    select: { fitted: true },
  });
  const shown = await findVersion(db, reader, source.dataset.name, source.number);
  const { steps, seconds } = await readSeconds(db, reader, version.recipe, access);
  const from = `${source.dataset.name} v${source.number}`;
  return {
    title: `Makes ${name} v${number} of ${from}`,
    file: `${source.dataset.name}-v${source.number}.parquet`,
    columns: shown.columns,
    after: version.columns,
    steps,
    seconds: seconds.map(({ step, name: dataset, number: which, columns }) => ({
      step,
      columns,
      words: tableWords({ dataset, version: which }),
      file: `${dataset}-v${which}.parquet`,
    })),
    fitted: fitted ? (JSON.parse(fitted) as (Fitted | null)[]) : [],
  };
}
