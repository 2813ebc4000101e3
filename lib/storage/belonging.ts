import { randomUUID } from "node:crypto";
import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { AppError, isUniqueViolation } from "@/lib/errors";
import { blobColumns, namesAfter } from "./blob-names";
import type { Storage } from "./storage";

const key = "files.database";
const folder = "databases";

/**
 * Notes with the files which database they belong to. A server that is pointed at another folder by mistake
 * would answer that every file is missing; one that shares a folder with another database must not remove
 * what only that one knows.
 *
 * @throws {AppError} CONFLICT where the database names files and this is not where it kept them
 */
export async function claimFiles(db: Db, storage: Storage): Promise<void> {
  const { id, isNew } = await databaseId(db);
  if (await isNoted(storage, id)) return;
  if (!isNew && (await namesAnyFile(db)))
    throw new AppError(
      "CONFLICT",
      "The files of this database lie elsewhere. Point PERIHELION_FILES at their folder; " +
        `where they are lost for good, write an empty file ${folder}/${id} in this one and start again.`,
    );
  await storage.files.append(`${folder}/${id}`, new TextEncoder().encode("Perihelion\n"), 0);
}

/** Whether some database has kept files here. */
export async function isClaimed(storage: Storage): Promise<boolean> {
  return (await storage.files.list(folder, { limit: 1 })).items.length > 0;
}

/** Whether no other database keeps files here, so that what ours does not name is named by nobody. */
export async function areOnlyOurs(db: Db, storage: Storage): Promise<boolean> {
  const { id } = await databaseId(db);
  const { items } = await storage.files.list(folder, { limit: 2 });
  return items.length === 1 && items[0]!.name === `${folder}/${id}`;
}

async function isNoted(storage: Storage, id: string): Promise<boolean> {
  const { items } = await storage.files.list(folder, { limit: 1_000 });
  return items.some(({ name }) => name === `${folder}/${id}`);
}

async function databaseId(db: Db): Promise<{ id: string; isNew: boolean }> {
  const find = () => db.setting.findUnique({ where: { key } });
  const found = await find();
  if (found) return { id: found.value, isNew: false };
  try {
    const { value } = await db.setting.create({ data: { key, value: randomUUID() } });
    return { id: value, isNew: true };
  } catch (error) {
    const made = isUniqueViolation(error) ? await find() : null; // another server has just made it
    if (!made) throw error;
    return { id: made.value, isNew: true };
  }
}

async function namesAnyFile(db: Db): Promise<boolean> {
  for (const column of blobColumns)
    if ((await namesAfter(directOf(db), column, "", 1)).length > 0) return true;
  return false;
}
