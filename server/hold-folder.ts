import { DatabaseSync } from "node:sqlite";
import path from "node:path";
import { AppError } from "@/lib/errors";

/**
 * Keeps a second server out of a data folder for as long as this process lives: the operating system
 * gives the lock back, also after a kill.
 *
 * @throws {AppError} CONFLICT when another server has the folder open
 */
export function holdFolder(folder: string): () => void {
  const lock = new DatabaseSync(path.join(folder, "server.lock"));
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch {
    throw new AppError(
      "CONFLICT",
      `The data folder ${folder} is open in another Perihelion. Stop that one, or choose another folder with --data.`,
    );
  }
  return () => lock.close();
}
