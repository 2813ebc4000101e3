import { readdir, rename, stat, unlink } from "node:fs/promises";
import path from "node:path";
import type { Places } from "./folder-places";
import type { Blob, Removal } from "./storage";
import { ignoreMissing } from "./system-error";

/** How long a blob may be on its way out before whoever took it there is taken for dead, in milliseconds. */
const leavingAge = 10 * 60_000;

/**
 * Removes blobs that nobody uses. Each is taken from its place first, then its age is looked at and `named`
 * is asked, and only then it goes: whoever put or kept it before is seen by its age, whoever keeps it now
 * brings it back, and whoever puts it now makes a file of their own in its place.
 */
export async function removeFrom(
  places: Places,
  sha256s: readonly string[],
  { before, named }: Removal,
): Promise<Blob[]> {
  const out: (Blob & { from: string })[] = [];
  try {
    for (const sha256 of sha256s) {
      const from = places.newLeaving(sha256);
      const stats = await rename(places.of(sha256), from)
        .then(() => stat(from))
        .catch(ignoreMissing);
      if (stats && stats.mtime < before) out.push({ sha256, bytes: stats.size, from });
      else await places.bringBack(from);
    }
    const used = await named(out.map(({ sha256 }) => sha256));
    const gone: Blob[] = [];
    for (const { sha256, bytes, from } of out) {
      if (used.has(sha256)) continue;
      const isGone = await unlink(from).then(
        () => true,
        (error: unknown) => ignoreMissing(error) ?? false,
      );
      if (isGone) gone.push({ sha256, bytes });
    }
    return gone;
  } finally {
    for (const { from } of out) await places.bringBack(from);
  }
}

/** Brings back what a removal that was cut off has left outside of its place. */
export async function returnLeaving(places: Places): Promise<void> {
  for (const name of (await readdir(places.leaving).catch(ignoreMissing)) ?? []) {
    const from = path.join(places.leaving, name);
    const moved = (await stat(from).catch(ignoreMissing))?.ctimeMs ?? Infinity;
    if (Date.now() - moved > leavingAge) await places.bringBack(from);
  }
}
