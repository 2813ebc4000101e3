import { DatabaseSync } from "node:sqlite";

/**
 * Holds a lock on a file for as long as this process lives: the operating system gives it back, also after
 * a kill. Node has no locks of its own; SQLite's are the system's, over NFS too.
 *
 * @returns what lets go of it; null while another process, or another lock of this one, holds it
 */
export function tryLock(file: string): (() => void) | null {
  const lock = new DatabaseSync(file);
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return () => lock.close();
  } catch {
    lock.close();
    return null;
  }
}
