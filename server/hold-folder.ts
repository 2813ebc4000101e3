import path from "node:path";
import { AppError } from "@/lib/errors";
import { tryLock } from "@/lib/storage/file-lock";

/**
 * Keeps a second server out of a data folder for as long as this process lives.
 *
 * @throws {AppError} CONFLICT when another server has the folder open
 */
export function holdFolder(folder: string): () => void {
  const release = tryLock(path.join(folder, "server.lock"));
  if (!release)
    throw new AppError(
      "CONFLICT",
      `The data folder ${folder} is open in another Perihelion. ` +
        "Stop that one, or choose another folder with --data.",
    );
  return release;
}
