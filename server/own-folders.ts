import { access, chmod, constants, mkdir, readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Config } from "@/lib/config";
import { AppError } from "@/lib/errors";

/**
 * Makes the server's folders, and keeps other users of the machine out of them and of what lies in them, also
 * where they were made open. A folder of files that servers share may stay open to their group.
 *
 * @throws {AppError} INVALID where one cannot be written
 */
export async function openFolders({
  dataFolder,
  filesFolder,
}: Pick<Config, "dataFolder" | "filesFolder">): Promise<void> {
  process.umask(0o077); // whatever this process and those that it starts make is theirs alone
  await openFolder(dataFolder, "data folder", "--data");
  await openFolder(filesFolder, "folder of files", "PERIHELION_FILES");
  await close(dataFolder, 0o077);
  for (const name of await readdir(dataFolder)) await close(path.join(dataFolder, name), 0o077);
  await close(filesFolder, path.dirname(filesFolder) === dataFolder ? 0o077 : 0o007);
}

async function openFolder(folder: string, what: string, setting: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch {
    throw new AppError(
      "INVALID",
      `The ${what} ${folder} cannot be written. Choose another with ${setting}, or change its owner.`,
    );
  }
}

/** Takes rights away from a file or folder of our own; another's is left to its owner. */
async function close(place: string, rights: number): Promise<void> {
  const { mode, uid } = await stat(place);
  if ((mode & rights) === 0) return;
  if (process.getuid && uid !== process.getuid())
    return console.warn(`${place} can be read by other users of this machine, and its owner is another.`);
  await chmod(place, mode & 0o7777 & ~rights);
}
