import type { Actor } from "@/lib/auth/actor";
import type { Version } from "@/lib/datasets/queries";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { limits } from "@/lib/limits";
import type { Storage } from "@/lib/storage/storage";
import { keptParts } from "./kept-parts";
import type { StoredOutput } from "./schema";
import { currentDocument, type NotebookPlace } from "./shared-store";

type Deps = { db: Db; storage: Storage };
type Storing = {
  place: NotebookPlace;
  outputs: readonly StoredOutput[];
  /** The versions whose values may be in them; null where that is not known. */
  reads: readonly Version[] | null;
  now: Date;
};
type Row = Parameters<Tx["notebookOutput"]["create"]>[0]["data"] & { cellId: bigint; ranAt: Date };

/**
 * Keeps what cells showed: of each cell the output of its newest run, also where others keep theirs at the
 * same moment. What does not fit into what a notebook may keep is noted without its parts.
 *
 * @returns how many were kept whole, for which there was no room, and which are older than what is there
 * @throws {AppError} NOT_FOUND
 */
export async function storeOutputs(
  { db, storage }: Deps,
  actor: Actor & { id: string },
  { place, outputs, reads, now }: Storing,
) {
  const ids = reads && JSON.stringify([...new Set(reads.map(({ id }) => id))].sort());
  const rows = new Map<bigint, Row>();
  for (const { cell, parts, names, ago, ...output } of outputs) {
    const { sha256, bytes } = await storage.put(new TextEncoder().encode(JSON.stringify(keptParts(parts))));
    rows.set(BigInt(cell), {
      ...{ notebookId: place.id, projectId: place.projectId, cellId: BigInt(cell) },
      ...{ ...output, sha256, bytes, names: JSON.stringify(names), reads: ids },
      ...{ ranBy: actor.id, ranAt: new Date(now.getTime() - ago) },
    });
  }
  const alive = await cellsOf(db, place);
  return db.$transaction(async (tx) => {
    const title = await lockNotebook(tx, place);
    const told = await writeRows(tx, [...rows.values()], { place, alive });
    const cells = told.stored + told.full.length;
    if (cells === 0) return told;
    const subject = { kind: "notebook", id: place.id, name: title } as const;
    record(tx, actor, { name: "notebook.outputs", projectId: place.projectId, subject, detail: { cells } });
    return told;
  });
}

async function cellsOf(db: Db, place: NotebookPlace): Promise<Set<bigint>> {
  const { cells } = await currentDocument(db, place);
  return new Set(cells.map(({ id }) => BigInt(id)));
}

/** Who keeps outputs of a notebook waits for others who do, so that nobody counts without them. */
async function lockNotebook(tx: Tx, { projectId, id }: NotebookPlace): Promise<string> {
  const where = { id, projectId, deletedAt: null };
  const { count } = await tx.notebook.updateMany({ where, data: { revision: { increment: 0 } } });
  const found = count > 0 ? await tx.notebook.findFirst({ where, select: { title: true } }) : null;
  if (!found) throw new AppError("NOT_FOUND", "There is no such notebook in this project.");
  return found.title;
}

async function writeRows(
  tx: Tx,
  rows: readonly Row[],
  { place: { id: notebookId, projectId }, alive }: { place: NotebookPlace; alive: ReadonlySet<bigint> },
) {
  const where = { notebookId, projectId };
  const known = await tx.notebookOutput.findMany({
    where,
    select: { cellId: true, ranAt: true, bytes: true },
    take: limits.notebookCells + limits.outputsAtOnce,
  });
  // a cell that was deleted leaves room, unless its page has just made it and not told of it yet
  const gone = known.filter(({ cellId }) => !alive.has(cellId)).map(({ cellId }) => cellId);
  if (gone.length > 0) await tx.notebookOutput.deleteMany({ where: { ...where, cellId: { in: gone } } });
  const kept = new Map(known.filter(({ cellId }) => alive.has(cellId)).map((one) => [one.cellId, one]));
  let bytes = [...kept.values()].reduce((sum, one) => sum + one.bytes, 0);
  const told = { stored: 0, full: [] as number[], older: [] as number[], gone: [] as number[] };
  for (const row of rows) {
    const before = kept.get(row.cellId);
    if (!alive.has(row.cellId)) told.gone.push(Number(row.cellId));
    else if (before && before.ranAt > row.ranAt) told.older.push(Number(row.cellId));
    else {
      const rest = bytes - (before?.bytes ?? 0);
      const fits = rest + row.bytes <= limits.notebookOutputBytes;
      const data = fits ? row : { ...row, sha256: null, bytes: 0 };
      bytes = rest + data.bytes;
      if (fits) told.stored++;
      else told.full.push(Number(row.cellId));
      const key = { notebookId, cellId: row.cellId };
      await tx.notebookOutput.upsert({
        where: { notebookId_cellId: key },
        create: data,
        update: data,
      });
    }
  }
  return told;
}
