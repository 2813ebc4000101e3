import type { Tx } from "@/lib/db/client";
import { masksThrough } from "@/lib/datasets/how-shown";
import type { Reader } from "@/lib/datasets/reader";

type Told = {
  kind: string;
  createdBy: string;
  datasetId: string | null;
  datasetVersionId: string | null;
  error: string | null;
  message: string | null;
};

/** Kinds of jobs whose words are of cells: of a file, a source, or of rows that a recipe reads. */
export const speaksOfCells: ReadonlySet<string> = new Set(["import", "recipe", "synthetic", "refresh"]);
const hiddenWords = "What it says may tell of columns that are masked for you.";

/**
 * Jobs as a reader is told of them. What one says that reads cells may hold some of columns which are masked
 * for the reader: its error, message and log (`isHidden`) then stay behind. A recipe, and what makes
 * synthetic rows, reads by the masks of whoever asks for it, who may hear what it says.
 */
export async function jobsTold<Job extends Told>(
  tx: Tx,
  reader: Reader,
  personId: string,
  jobs: readonly Job[],
): Promise<(Job & { isHidden: boolean })[]> {
  const asked = new Map<string, Promise<boolean>>();
  const told: (Job & { isHidden: boolean })[] = [];
  for (const job of jobs) {
    const isOwn = ["recipe", "synthetic"].includes(job.kind) && job.createdBy === personId;
    const key = `${job.datasetId} ${job.datasetVersionId}`;
    if (speaksOfCells.has(job.kind) && !isOwn && !asked.has(key))
      asked.set(key, isMaskedFor(tx, reader, job));
    const isHidden = !isOwn && ((await asked.get(key)) ?? false) && speaksOfCells.has(job.kind);
    const words = {
      error: job.error === null ? null : hiddenWords,
      message: job.message === null ? null : hiddenWords,
    };
    told.push({ ...job, ...(isHidden ? words : {}), isHidden });
  }
  return told;
}

/** Whether columns of what a job reads, or of the newest versions of what it makes, are masked for it. */
async function isMaskedFor(
  tx: Tx,
  reader: Reader,
  { datasetId, datasetVersionId }: Pick<Told, "datasetId" | "datasetVersionId">,
): Promise<boolean> {
  const { projectId } = reader;
  const versions = await tx.datasetVersion.findMany({
    where: { projectId, OR: [{ id: datasetVersionId ?? "" }, { datasetId: datasetId ?? "" }] },
    orderBy: { number: "desc" },
    select: { id: true, datasetId: true, columns: true },
    take: 20,
  });
  for (const version of versions) if ((await masksThrough(tx, reader, version)).length > 0) return true;
  return false;
}
