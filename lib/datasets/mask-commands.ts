import type { Actor } from "@/lib/auth/actor";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import type { ColumnSchema } from "@/lib/frame/frame";
import { lockDataset } from "./lock-dataset";
import { isSameName, maskOn, parseMasks, type ColumnMask, type DatasetMasks, type MasksSaid } from "./mask";
import { masksOfVersion } from "./mask-lineage";

type Person = Actor & { id: string };
type Named = { projectId: string; name: string };

/**
 * Says which columns of a dataset are masked, for whom and how, in place of all that was said, or of what was
 * said of one column; from the next request on, for every version and for whatever was made of them.
 *
 * @throws {AppError} INVALID for a column that the newest version does not have, and for ranges of text
 */
export async function setMasks(
  db: Db,
  actor: Person,
  { projectId, name, said }: Named & { said: MasksSaid },
): Promise<DatasetMasks> {
  return change(db, { projectId, name }, (tx, dataset) => {
    const before = dataset.masks.columns;
    const columns = "columns" in said ? said.columns : withMask(before, said.column, said.mask);
    for (const { name: column, mask } of columns) {
      const known = dataset.columns.find((one) => one.name === column);
      const isKept = before.some((one) => one.name === column && one.mask === mask);
      if (!known && !isKept)
        throw new AppError("INVALID", `The newest version of ${name} has no column ${column}.`);
      if (known && maskOn(known.type, mask) !== mask)
        throw new AppError(
          "INVALID",
          `There are no ranges of ${column}: it holds ${known.type}. Hide or hash it.`,
        );
    }
    record(tx, actor, {
      name: "dataset.mask",
      projectId,
      subject: { kind: "dataset", id: dataset.id, name },
      detail: { before, after: columns },
    });
    return { ...dataset.masks, columns };
  });
}

function withMask(before: readonly ColumnMask[], name: string, mask: Omit<ColumnMask, "name"> | null) {
  const others = before.filter((one) => !isSameName(one.name, name));
  return mask ? [...others, { name, ...mask }] : others;
}

/**
 * Frees a column from the masks that it inherits from what it was made of, or takes that back. Masks of its
 * own stay, and so does what a later version makes it of other masked columns.
 *
 * @throws {AppError} INVALID where there is nothing to free or to take back
 */
export async function setFreed(
  db: Db,
  actor: Person,
  { projectId, name, column, freed }: Named & { column: string; freed: boolean },
): Promise<DatasetMasks> {
  return change(db, { projectId, name }, async (tx, dataset) => {
    const others = dataset.masks.freed.filter((one) => !isSameName(one.name, column));
    const before = dataset.masks.freed.find((one) => isSameName(one.name, column))?.from ?? [];
    const roots = freed ? await inheritedRoots(tx, projectId, dataset, column) : [];
    if (freed ? roots.length === 0 : before.length === 0)
      throw new AppError("INVALID", `${column} of ${name} ${freed ? "inherits no mask" : "was not freed"}.`);
    record(tx, actor, {
      name: "dataset.free",
      projectId,
      subject: { kind: "dataset", id: dataset.id, name },
      detail: { column, freed, from: freed ? roots : before },
    });
    const entry = freed ? [{ name: column, from: [...before, ...roots] }] : [];
    return { ...dataset.masks, freed: [...others, ...entry] };
  });
}

async function inheritedRoots(tx: Tx, projectId: string, dataset: Found, column: string) {
  const { columns } = await masksOfVersion(tx, projectId, dataset.versionId);
  const roots = columns.get(column)?.roots ?? [];
  return roots
    .filter((root) => root.datasetId !== dataset.id || !isSameName(root.column, column))
    .map((root) => ({ dataset: root.datasetId, column: root.column }));
}

type Found = { id: string; masks: DatasetMasks; versionId: string; columns: ColumnSchema[] };

async function change(
  db: Db,
  { projectId, name }: Named,
  act: (tx: Tx, dataset: Found) => DatasetMasks | Promise<DatasetMasks>,
): Promise<DatasetMasks> {
  return db.$transaction(async (tx) => {
    const key = { projectId_name: { projectId, name } };
    const found = await tx.dataset.findUnique({ where: key, select: { id: true } });
    if (found) await lockDataset(tx, found.id);
    const version = await tx.datasetVersion.findFirst({
      where: { projectId, datasetId: found?.id ?? "" },
      orderBy: { number: "desc" },
      select: { id: true, columns: true, dataset: { select: { masks: true } } },
    });
    if (!found || !version) throw new AppError("NOT_FOUND", `There is no dataset ${name} in this project.`);
    const masks = await act(tx, {
      id: found.id,
      masks: parseMasks(version.dataset.masks),
      versionId: version.id,
      columns: JSON.parse(version.columns) as ColumnSchema[],
    });
    const isEmpty = masks.columns.length === 0 && masks.freed.length === 0;
    const data = { masks: isEmpty ? null : JSON.stringify(masks) };
    await tx.dataset.update({ where: { id: found.id, projectId }, data });
    return masks;
  });
}
