import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";

/** A file that somebody sent and has not imported yet; `dataset` is the one that it was read into before. */
export type Upload = {
  id: string;
  fileName: string;
  sha256: string;
  bytes: number;
  dataset: string | null;
};
/** Who sent a file, and to which project. */
export type UploadOwner = { projectId: string; personId: string };

/** The columns that make an `Upload`. */
export const uploadFields = { id: true, fileName: true, sha256: true, bytes: true, dataset: true } as const;

/** A file that this person sent here. @throws {AppError} NOT_FOUND for any other, and after a day */
export async function findUpload(db: Tx, { projectId, personId }: UploadOwner, id: string): Promise<Upload> {
  const upload = await db.upload.findFirst({
    where: { id, projectId, createdBy: personId },
    select: uploadFields,
  });
  if (!upload) throw new AppError("NOT_FOUND", "There is no such upload any more. Send the file again.");
  return upload;
}
