import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import type { Blob } from "@/lib/storage/storage";
import { uploadFields, type Upload, type UploadOwner } from "./find-upload";
import type { Version } from "./queries";

/** Keeps a file that was sent for a day, so that it is looked at and imported without being sent again. */
export function addUpload(
  db: Tx,
  { projectId, personId }: UploadOwner,
  { fileName, blob, dataset = null }: { fileName: string; blob: Blob; dataset?: string | null },
): Promise<Upload> {
  const { sha256, bytes } = blob;
  const data = { projectId, createdBy: personId, fileName, sha256, bytes, dataset };
  return db.upload.create({ data, select: uploadFields });
}

/** The file that a version was read from. @throws {AppError} INVALID where it was not read from one */
export function sourceOf({ origin, source, sourceHash, dataset }: Version): {
  fileName: string;
  sha256: string;
} {
  if (origin !== "upload" || !sourceHash)
    throw new AppError("INVALID", `This version of ${dataset.name} was not read from a file.`);
  return { fileName: source, sha256: sourceHash };
}

/** Forgets uploads that are older than a day; files that nothing else names go with the garbage. */
export async function pruneUploads(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - limits.uploadMilliseconds);
  await db.upload.deleteMany({ where: { createdAt: { lt: before } } });
}
