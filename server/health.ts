import { statfs } from "node:fs/promises";
import { foundCorrupt, lastFoundFull } from "@/lib/http/fault";
import { taskLease } from "@/lib/storage/lease";
import type { ScrubState } from "@/lib/storage/scrub";
import type { Deps } from "./deps";
import { scrubKey } from "./files-tasks";

/** `degraded`: it answers, but something needs its administrator. `down`: the database does not answer. */
export type Health = { status: "ok" | "degraded" | "down"; problems: string[] };

const databaseMilliseconds = 3_000;
const roomBytes = 64 * 2 ** 20;
/** How long a disk counts as full that was found so, where the system itself does not say. */
const fullMilliseconds = 15_000;

/** How the server is. What it says is for everybody, so it names no path and no file. */
export async function healthOf({ db, config, now }: Pick<Deps, "db" | "config" | "now">): Promise<Health> {
  const scrub = await within(databaseMilliseconds, taskLease<ScrubState>(db, scrubKey).look());
  if (!scrub) return { status: "down", problems: ["The database does not answer."] };
  const problems = [
    ...(await diskProblems([config.dataFolder, config.filesFolder], now().getTime())),
    ...fileProblems(scrub.state),
    ...(foundCorrupt() ? ["The database file is damaged. Restore a backup."] : []),
  ];
  return { status: problems.length > 0 ? "degraded" : "ok", problems };
}

/** What a promise gives, or null where it fails or takes too long. */
function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | null> {
  const { promise, resolve } = Promise.withResolvers<Value | null>();
  const timer = setTimeout(() => resolve(null), milliseconds);
  work.then(resolve, () => resolve(null)).finally(() => clearTimeout(timer));
  return promise;
}

async function diskProblems(folders: readonly string[], now: number): Promise<string[]> {
  if (now - lastFoundFull() < fullMilliseconds) return ["The disk is full: nothing can be kept."];
  for (const folder of folders) {
    const room = await statfs(folder).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    );
    if (room !== null && room < roomBytes)
      return [`The disk is nearly full: ${Math.floor(room / 2 ** 20)} MB are left.`];
  }
  return [];
}

function fileProblems(scrub: ScrubState | null): string[] {
  const { damaged, missing } = scrub ?? { damaged: [], missing: [] };
  if (damaged.length + missing.length === 0) return [];
  return [
    `Files damaged: ${damaged.length}, missing: ${missing.length}. The server's log names them; ` +
      "restore them from a backup.",
  ];
}
