import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { findVersion } from "./queries";
import type { Reader } from "./reader";

/**
 * Refuses what would get round the masks of a dataset: whoever changes where its rows come from, or takes the
 * file that they were read from, sees what is masked for them. A dataset that is not there has none.
 *
 * @param what is refused, as a sentence without its end, such as `what its source is, is not yours to say`
 * @throws {AppError} FORBIDDEN with the masked column
 */
export async function requireUnmaskedDataset(
  tx: Tx,
  reader: Reader,
  dataset: string,
  what: string,
): Promise<void> {
  const column = await maskedColumnOf(tx, reader, dataset);
  if (column !== null)
    throw new AppError("FORBIDDEN", `“${column}” of ${dataset} is masked for you: ${what}.`);
}

/** A column of the newest version of a dataset that is masked for a reader; null where none is. */
export async function maskedColumnOf(tx: Tx, reader: Reader, dataset: string): Promise<string | null> {
  const { projectId } = reader;
  const known = await tx.datasetVersion.count({
    where: { projectId, dataset: { projectId, name: dataset } },
  });
  if (known === 0) return null;
  const { masks } = await findVersion(tx, reader, dataset);
  return masks.find(({ forYou }) => forYou)?.name ?? null;
}
