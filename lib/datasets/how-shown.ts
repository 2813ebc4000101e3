import type { Tx } from "@/lib/db/client";
import type { ColumnSchema } from "@/lib/frame/frame";
import { masksOfVersion } from "./mask-lineage";
import type { Reader } from "./reader";
import { shownTo } from "./shown";

/**
 * How a version was made, in words for a reader: those of a recipe may hold values of columns that are masked
 * for them, and the hash of a file would tell whether it holds what somebody guesses.
 */
export async function howShown(
  tx: Tx,
  reader: Reader,
  versionId: string,
): Promise<{ words: (how: string) => string; hash: (sha256: string) => string }> {
  const { projectId } = reader;
  const masks = await masksOfVersion(tx, projectId, versionId);
  if (masks.columns.size === 0 && masks.steps.every((roots) => roots.length === 0))
    return { words: (how) => how, hash: (sha256) => sha256 };
  const version = await tx.datasetVersion.findFirstOrThrow({
    where: { id: versionId, projectId },
    select: { datasetId: true, columns: true },
  });
  const columns = JSON.parse(version.columns) as ColumnSchema[];
  const { hiddenSteps, columns: shown } = shownTo({ id: version.datasetId, columns }, masks, reader);
  return {
    words: (how) => (hiddenSteps.size > 0 ? "a recipe that speaks of columns masked for you" : how),
    hash: (sha256) => (shown.some(({ mask }) => mask !== null) ? "" : sha256),
  };
}

/** The masks through which a reader reads a version, by their keys. */
export async function masksThrough(
  tx: Tx,
  reader: Reader,
  { id, datasetId, columns }: { id: string; datasetId: string; columns: string },
): Promise<string[]> {
  const masks = await masksOfVersion(tx, reader.projectId, id);
  return shownTo({ id: datasetId, columns: JSON.parse(columns) as ColumnSchema[] }, masks, reader).through;
}
